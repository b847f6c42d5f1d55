package dev.sluice.connector.transport;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the certificates that an administrator uploads, and says what is wrong with them. */
public final class Certificates {
    /** The bundle of all regions of a large provider has about 110. */
    public static final int CERTIFICATES_MAX = 1_000;

    private final String argument;

    private Certificates(String argument) {
        this.argument = argument;
    }

    /**
     * The certificates that may sign a server's.
     *
     * @param pem at least one certificate; one of them at least is in its time
     * @throws SluiceException {@code INVALID_ARGUMENT} with {@code details.argument} {@code ca}
     */
    public static List<X509Certificate> authorities(String pem) {
        Certificates reader = new Certificates("ca");
        List<X509Certificate> read = reader.read(pem);
        Instant now = Instant.now();
        if (read.stream().noneMatch(certificate -> isInTime(certificate, now))) {
            throw reader.expired(read.getFirst());
        }
        return read;
    }

    /**
     * Somebody's own certificate first, then those that lead to its CA.
     *
     * @param argument what messages call it
     * @throws SluiceException {@code INVALID_ARGUMENT} with {@code details.argument}
     */
    public static List<X509Certificate> chain(String argument, String pem) {
        Certificates reader = new Certificates(argument);
        List<X509Certificate> read = reader.read(pem);
        if (!isInTime(read.getFirst(), Instant.now())) {
            throw reader.expired(read.getFirst());
        }
        return read;
    }

    private static boolean isInTime(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }

    private List<X509Certificate> read(String pem) {
        List<Pem.Block> blocks = blocks(pem);
        if (blocks.stream().anyMatch(Pem.Block::isPrivateKey)) {
            blocks.forEach(Pem.Block::close);
            throw refused(
                    "holds a private key, which does not belong here: give certificates alone, and"
                            + " treat the key as disclosed if it was sent to anybody else");
        }
        List<Pem.Block> ours =
                blocks.stream().filter(block -> block.label().equals("CERTIFICATE")).toList();
        if (ours.isEmpty() || ours.size() > CERTIFICATES_MAX) {
            throw refused(
                    "is 1 to "
                            + CERTIFICATES_MAX
                            + " certificates in PEM form, each from -----BEGIN CERTIFICATE----- to"
                            + " -----END CERTIFICATE-----");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (Pem.Block block : ours) {
            certificates.add(certificate(block, certificates.size() + 1));
        }
        return List.copyOf(certificates);
    }

    private List<Pem.Block> blocks(String pem) {
        try {
            return Pem.read(pem);
        } catch (IllegalArgumentException e) {
            throw refused("is cut off or is no PEM text");
        }
    }

    private X509Certificate certificate(Pem.Block block, int number) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(
                                    new ByteArrayInputStream(block.content().reveal()));
        } catch (CertificateException e) {
            throw refused("has a block that is no certificate: number " + number);
        }
    }

    private SluiceException expired(X509Certificate certificate) {
        return refused(
                "is out of its time: "
                        + certificate.getSubjectX500Principal().getName()
                        + " is valid from "
                        + certificate.getNotBefore().toInstant()
                        + " to "
                        + certificate.getNotAfter().toInstant());
    }

    private SluiceException refused(String problem) {
        return new SluiceException(
                ReasonCode.INVALID_ARGUMENT,
                argument + " " + problem + ".",
                Map.of("argument", argument));
    }
}
