/** Nave as a service: what systemd or launchd is given to start it, and how it is asked to. */
@NullMarked
package dev.nave.app.service;

import org.jspecify.annotations.NullMarked;
