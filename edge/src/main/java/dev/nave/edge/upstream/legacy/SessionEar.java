package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Mail;
import dev.nave.edge.upstream.wire.Notices;
import dev.nave.hub.ListKind;
import dev.nave.protocol.Method;
import dev.nave.protocol.message.Message;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sorts what a server says outside the streams of calls. On a thread that reads. */
final class SessionEar implements Link.Ear {
    private static final Logger LOG = LoggerFactory.getLogger(SessionEar.class);

    private final Turns turns;
    private final Questions questions;
    private final Hearing hearing;

    SessionEar(Turns turns, Questions questions, Hearing hearing) {
        this.turns = turns;
        this.questions = questions;
        this.hearing = hearing;
    }

    @Override
    public void request(Message.Request request) {
        if (!hearing.asked(request)) {
            questions.untied(request);
        }
    }

    @Override
    public void notification(Message.Notification notice) {
        switch (notice.method()) {
            case Method.MESSAGE -> {
                Optional<Flight> only = turns.only();
                if (only.isPresent()) {
                    only.get().call().deliver(new Mail.Log(notice.params()));
                } else {
                    hearing.said(notice);
                }
            }
            case Method.TASK_STATUS -> notice.params().string("taskId").ifPresent(hearing::taskChanged);
            case Method.ELICITATION_COMPLETE -> hearing.said(notice);
            case Method.CANCELLED -> questions.withdrawn(notice.params());
            case Method.RESOURCE_UPDATED ->
                notice.params().string("uri").ifPresent(uri -> hearing.resourceUpdated(uri, notice.params()));
            default -> {
                ListKind.ofChange(notice.method()).ifPresent(hearing::listChanged);
                opaque(notice);
            }
        }
    }

    /** An extension's: it reaches the only call there is, for with several it might be a stranger's. */
    private void opaque(Message.Notification notice) {
        Notices.mail(notice).filter(Mail.Opaque.class::isInstance).ifPresent(mail -> turns.only()
                .ifPresentOrElse(
                        flight -> flight.call().deliver(mail),
                        () -> LOG.debug("Left out {}: it may be of any call", notice.method())));
    }

    @Override
    public void closed(String reason) {
        hearing.closed(reason);
    }
}
