package dev.sluice.server.mcp;

import dev.sluice.server.mcp.content.Content;
import java.util.List;

/** How a request for a prompt ends. */
public sealed interface PromptResult permits PromptResult.Messages, AskBack, SignInAgain {

    /** The messages, in the order in which the model gets them. */
    record Messages(String description, List<Message> messages) implements PromptResult {
        public Messages {
            messages = List.copyOf(messages);
        }
    }

    /** One message. */
    record Message(Role role, Content content) {}

    /** Whose words a message is in. */
    enum Role {
        USER,
        ASSISTANT
    }
}
