package dev.sluice.connector.transport;

import dev.sluice.connector.SshAuth;
import dev.sluice.core.Secret;
import java.util.List;
import java.util.function.Function;
import org.apache.sshd.client.auth.AbstractUserAuth;
import org.apache.sshd.client.auth.AbstractUserAuthFactory;
import org.apache.sshd.client.auth.UserAuth;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Logs in with a password that stays bytes, unlike in the library's own classes: as the method
 * {@code password} (RFC 4252 section 8), and as the answer to the one hidden question that servers
 * ask who know {@code keyboard-interactive} alone (RFC 4256). Each is tried once.
 */
final class SshPasswords {
    static final List<UserAuthFactory> FACTORIES =
            List.of(
                    factory("password", PasswordMethod::new),
                    factory("keyboard-interactive", PromptMethod::new));

    private SshPasswords() {}

    private static UserAuthFactory factory(String name, Function<String, UserAuth> method) {
        return new Factory(name, method);
    }

    private static final class Factory extends AbstractUserAuthFactory {
        private final Function<String, UserAuth> method;

        Factory(String name, Function<String, UserAuth> method) {
            super(name);
            this.method = method;
        }

        @Override
        public UserAuth createUserAuth(ClientSession session) {
            return method.apply(getName());
        }
    }

    private static Buffer request(ClientSession session, String service, String method) {
        Buffer buffer = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_REQUEST);
        buffer.putString(session.getUsername());
        buffer.putString(service);
        buffer.putString(method);
        return buffer;
    }

    /** The password of the login, null for one that goes by a key. */
    private static @Nullable Secret password(ClientSession session) {
        HopLogin login = HopLogin.of(session);
        return login == null || !isByPassword(session) ? null : login.password();
    }

    private static boolean isByPassword(ClientSession session) {
        HopLogin login = HopLogin.of(session);
        return login != null && login.hop().auth() == SshAuth.PASSWORD;
    }

    private static final class PasswordMethod extends AbstractUserAuth {
        private boolean sent;

        PasswordMethod(String name) {
            super(name);
        }

        @Override
        protected boolean sendAuthDataRequest(ClientSession session, String service)
                throws Exception {
            if (sent) {
                return false;
            }
            sent = true;
            try (Secret password = password(session)) {
                if (password == null) {
                    return false;
                }
                Buffer buffer = request(session, service, getName());
                buffer.putBoolean(false);
                buffer.putBytes(password.reveal());
                session.writePacket(buffer);
                return true;
            }
        }

        /** The server wants the password changed, which is not for us to do. */
        @Override
        protected boolean processAuthDataRequest(
                ClientSession session, String service, Buffer buffer) {
            return false;
        }
    }

    private static final class PromptMethod extends AbstractUserAuth {
        private boolean asked;
        private boolean answered;

        PromptMethod(String name) {
            super(name);
        }

        @Override
        protected boolean sendAuthDataRequest(ClientSession session, String service)
                throws Exception {
            if (asked || !isByPassword(session)) {
                return false;
            }
            asked = true;
            Buffer buffer = request(session, service, getName());
            buffer.putString(""); // language
            buffer.putString(""); // submethods
            session.writePacket(buffer);
            return true;
        }

        @Override
        protected boolean processAuthDataRequest(
                ClientSession session, String service, Buffer buffer) throws Exception {
            if (buffer.getUByte() != SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST) {
                return false;
            }
            buffer.getString(); // name
            buffer.getString(); // instruction
            buffer.getString(); // language
            int questions = buffer.getInt();
            if (questions == 0) {
                session.writePacket(response(session, 0));
                return true;
            }
            buffer.getString(); // the question
            boolean hidden = !buffer.getBoolean();
            if (questions != 1 || !hidden || answered) {
                return false;
            }
            answered = true;
            try (Secret password = password(session)) {
                if (password == null) {
                    return false;
                }
                Buffer response = response(session, 1);
                response.putBytes(password.reveal());
                session.writePacket(response);
                return true;
            }
        }

        private static Buffer response(ClientSession session, int answers) {
            Buffer buffer = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE);
            buffer.putUInt(answers);
            return buffer;
        }
    }
}
