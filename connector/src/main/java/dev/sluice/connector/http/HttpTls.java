package dev.sluice.connector.http;

import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;

/**
 * How servers prove who they are.
 *
 * @param verifyHost whether the certificate must name the host
 */
public record HttpTls(SSLContext context, boolean verifyHost) {
    TlsSocketStrategy strategy() {
        return new DefaultClientTlsStrategy(
                context,
                verifyHost ? HostnameVerificationPolicy.BOTH : HostnameVerificationPolicy.CLIENT,
                verifyHost ? new DefaultHostnameVerifier() : NoopHostnameVerifier.INSTANCE);
    }
}
