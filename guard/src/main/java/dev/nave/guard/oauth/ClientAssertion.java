package dev.nave.guard.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.nave.hub.secret.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;

/** Shows a client by a signature of its private key in place of a secret (RFC 7523 §2.2). */
final class ClientAssertion {
    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static final Duration LIFE = Duration.ofMinutes(2);
    private static final String EXPECTED = "Expected auth.privateKey to be a private key of EC or RSA as PKCS #8 in PEM"
            + " (BEGIN PRIVATE KEY): convert it with 'openssl pkcs8 -topk8 -nocrypt'.";

    private ClientAssertion() {}

    /**
     * Signs one, for one use.
     *
     * @param audience the issuer it is for (RFC 7523bis)
     * @param id of this assertion, of which there may not be two
     */
    static String sign(String clientId, Secret key, String audience, Instant now, String id) throws SignInFailure {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(clientId)
                .subject(clientId)
                .audience(audience)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .jwtID(id)
                .build();
        try {
            PrivateKey signing = read(key);
            JWSAlgorithm algorithm = algorithm(signing);
            JWSSigner signer =
                    signing instanceof ECPrivateKey curve ? new ECDSASigner(curve) : new RSASSASigner(signing);
            SignedJWT token = new SignedJWT(new JWSHeader(algorithm), claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException | GeneralSecurityException | IllegalArgumentException _) {
            // Their texts may show of the key.
            throw SignInFailure.lasting(EXPECTED);
        }
    }

    private static JWSAlgorithm algorithm(PrivateKey key) throws JOSEException {
        if (!(key instanceof ECPrivateKey curve)) {
            return JWSAlgorithm.RS256;
        }
        Curve of = Curve.forECParameterSpec(curve.getParams());
        if (Curve.P_256.equals(of)) {
            return JWSAlgorithm.ES256;
        }
        if (Curve.P_384.equals(of)) {
            return JWSAlgorithm.ES384;
        }
        if (Curve.P_521.equals(of)) {
            return JWSAlgorithm.ES512;
        }
        throw new JOSEException("another curve");
    }

    private static PrivateKey read(Secret key) throws GeneralSecurityException {
        String inner = key.reveal()
                .replace("-----BEGIN PRIVATE KEY-----", "")
                .replace("-----END PRIVATE KEY-----", "")
                // A file of one line writes the ends of lines as \n.
                .replace("\\n", "")
                .replaceAll("\\s", "");
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(inner));
        GeneralSecurityException failure = new GeneralSecurityException("no key");
        for (String kind : List.of("EC", "RSA")) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(encoded);
            } catch (GeneralSecurityException e) {
                failure = e;
            }
        }
        throw failure;
    }
}
