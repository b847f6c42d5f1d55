package dev.sluice.connector.transport;

import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** Why we did not take a server's certificate; travels as a cause through JSSE and drivers. */
final class TlsRefusal extends CertificateException {
    private static final long serialVersionUID = 1;

    private final Obstacle obstacle;

    TlsRefusal(Obstacle obstacle, @Nullable Throwable cause) {
        super(obstacle.sentence(), cause);
        this.obstacle = obstacle;
    }

    Obstacle obstacle() {
        return obstacle;
    }
}
