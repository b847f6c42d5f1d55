package dev.sluice.cli;

import dev.sluice.cli.client.CommandFailure;
import dev.sluice.cli.client.Json;
import dev.sluice.core.ReasonCode;
import dev.sluice.policy.PolicyDiff;
import dev.sluice.policy.PolicyFile;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "diff",
        description = "Say what a policy file would change, caller by caller.",
        footer = {
            "",
            "Compares what each user, client and agent sees in the end with what they see under the"
                    + " policy in force. '+' gives more, '?' may give more and wants a look, '-'"
                    + " gives less, ' ' changes nothing that anybody sees.",
            "",
            "Examples:",
            "  sluice policy diff -f policy.yaml",
            "  git show main:policy.yaml | sluice policy diff -f policy.yaml --against -"
        })
final class PolicyDiffCommand extends DataCommand {
    private static final String NO_POLICY = "version: 1";
    private static final int SHOWN_CALLERS_MAX = 5;

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "The policy file, or - for standard input.")
    private String file = "";

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "Compare with this file instead of the policy in force; needs no server.")
    private @Nullable String against;

    PolicyDiffCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() throws IOException {
        if (file.equals("-") && "-".equals(against)) {
            throw wrongUsage("only one of the files can be standard input.");
        }
        PolicyFile after = PolicyFile.parse(text(file, PolicyCommands.FILE_BYTES_MAX));
        PolicyFile before =
                PolicyFile.parse(
                        against == null ? inForce() : text(against, PolicyCommands.FILE_BYTES_MAX));
        List<PolicyDiff.Section> sections = PolicyDiff.between(before, after);
        if (json()) {
            Printer.json(shell().out(), json(sections));
        } else if (sections.isEmpty()) {
            shell().out().println("No change: everybody sees what they saw.");
        } else {
            sections.forEach(this::print);
            shell().out().println(summary(sections));
        }
        return DONE;
    }

    private String inForce() {
        try {
            return shell().server().admin().get("/api/v1/policy").path("yaml").asString(NO_POLICY);
        } catch (CommandFailure e) {
            if (e.code().equals(ReasonCode.NOT_FOUND.name())) {
                return NO_POLICY;
            }
            throw e;
        }
    }

    private void print(PolicyDiff.Section section) {
        List<String> who = section.who();
        String shown = String.join(", ", who.subList(0, Math.min(SHOWN_CALLERS_MAX, who.size())));
        String more =
                who.size() > SHOWN_CALLERS_MAX
                        ? " and " + (who.size() - SHOWN_CALLERS_MAX) + " more"
                        : "";
        shell().out().println(Printer.visible(shown + more));
        for (PolicyDiff.Change change : section.changes()) {
            shell().out().println(Printer.visible("  " + sign(change) + " " + change.sentence()));
        }
        shell().out().println();
    }

    private static String sign(PolicyDiff.Change change) {
        return switch (change.effect()) {
            case WIDENS -> "+";
            case MAY_WIDEN -> "?";
            case NARROWS -> "-";
            case NEITHER -> " ";
        };
    }

    private static String summary(List<PolicyDiff.Section> sections) {
        long wider = count(sections, PolicyDiff.Effect.WIDENS);
        long unclear = count(sections, PolicyDiff.Effect.MAY_WIDEN);
        long narrower = count(sections, PolicyDiff.Effect.NARROWS);
        return wider + unclear == 0
                ? "Nobody sees more; " + narrower + " changes give less."
                : "WIDENS ACCESS: %d changes give more, %d may give more; %d give less."
                        .formatted(wider, unclear, narrower);
    }

    private static long count(List<PolicyDiff.Section> sections, PolicyDiff.Effect effect) {
        return sections.stream()
                .flatMap(section -> section.changes().stream())
                .filter(change -> change.effect() == effect)
                .count();
    }

    private static ObjectNode json(List<PolicyDiff.Section> sections) {
        ObjectNode result = Json.MAPPER.createObjectNode();
        result.put("changed", !sections.isEmpty());
        result.put("widens", sections.stream().anyMatch(PolicyDiff.Section::widens));
        ArrayNode list = result.putArray("callers");
        for (PolicyDiff.Section section : sections) {
            ObjectNode shown = list.addObject();
            ArrayNode who = shown.putArray("who");
            section.who().forEach(who::add);
            ArrayNode changes = shown.putArray("changes");
            for (PolicyDiff.Change change : section.changes()) {
                ObjectNode node = changes.addObject();
                node.put("effect", change.effect().name().toLowerCase(Locale.ROOT));
                Optional.ofNullable(change.source()).ifPresent(name -> node.put("source", name));
                Optional.ofNullable(change.table()).ifPresent(name -> node.put("table", name));
                node.put("change", change.sentence());
            }
        }
        return result;
    }
}
