package dev.sluice.cli;

import dev.sluice.core.Secret;
import java.io.Console;
import java.util.Locale;
import java.util.Optional;

/** Somebody who can be asked. */
interface Questions {
    /** One line, without the spaces around it; empty at the end of input. */
    String ask(String question);

    /** Something that is not shown while it is typed; empty when nothing was. */
    Optional<Secret> secret(String question);

    /** Says something in between. */
    void say(String text);

    /** An answer, or what stands in brackets when there is none. */
    default String ask(String question, String otherwise) {
        String answer = ask(otherwise.isEmpty() ? question : question + " [" + otherwise + "]");
        return answer.isEmpty() ? otherwise : answer;
    }

    /** Yes or no. */
    default boolean agree(String question, boolean otherwise) {
        String answer = ask(question + (otherwise ? " [Y/n]" : " [y/N]")).toLowerCase(Locale.ROOT);
        return answer.isEmpty() ? otherwise : answer.equals("y") || answer.equals("yes");
    }

    /** On a terminal. */
    static Questions on(Console terminal) {
        return new Questions() {
            @Override
            public String ask(String question) {
                String answer = terminal.readLine("%s: ", Printer.visible(question));
                return answer == null ? "" : answer.strip();
            }

            @Override
            public Optional<Secret> secret(String question) {
                char[] typed = terminal.readPassword("%s: ", Printer.visible(question));
                return typed == null || typed.length == 0
                        ? Optional.empty()
                        : Optional.of(Secret.takingOver(typed));
            }

            @Override
            public void say(String text) {
                terminal.writer().println(text);
                terminal.flush();
            }
        };
    }
}
