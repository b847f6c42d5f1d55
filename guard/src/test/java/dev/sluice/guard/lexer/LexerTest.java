package dev.sluice.guard.lexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LexerTest {
    private static final Dialect POSTGRESQL = Dialect.named("postgresql").orElseThrow();

    /** Tokens as {@code KIND:value}, without the end. */
    private static List<String> read(String text) {
        Tokens tokens = Lexer.read(text, LexerMode.QUERY, POSTGRESQL);
        List<String> read = new ArrayList<>();
        for (int i = 0; i < tokens.size() - 1; i++) {
            read.add(tokens.kind(i) + ":" + tokens.value(i));
        }
        return read;
    }

    private static void assertRefused(String text, ReasonCode code) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void foldsWordsAndKeepsQuotedNames() {
        assertThat(read("Abc \"Abc\" \"a\"\"b\" a$1 _x ÄÖ"))
                .containsExactly(
                        "WORD:abc",
                        "QUOTED_NAME:Abc",
                        "QUOTED_NAME:a\"b",
                        "WORD:a$1",
                        "WORD:_x",
                        "WORD:ÄÖ");
    }

    @Test
    void cutsNamesLikeTheDatabase() {
        assertThat(read("x".repeat(70))).containsExactly("WORD:" + "x".repeat(63));
        assertThat(read("\"" + "ä".repeat(40) + "\""))
                .containsExactly("QUOTED_NAME:" + "ä".repeat(31));
    }

    @Test
    void decodesEverySpellingOfText() {
        assertThat(read("'it''s'")).containsExactly("TEXT:it's");
        assertThat(read("'a\\'")).containsExactly("TEXT:a\\");
        assertThat(read("E'\\'\\\\\\n\\x41\\101\\u00e9\\q'")).containsExactly("TEXT:'\\\nAAéq");
        assertThat(read("$$a'b$$ $x$ $$ $x$")).containsExactly("TEXT:a'b", "TEXT: $$ ");
        assertThat(read("U&'\\0041\\+000042' u&'!0043' UESCAPE '!'"))
                .containsExactly("TEXT:AB", "TEXT:C");
        assertThat(read("U&\"\\0061b\"")).containsExactly("QUOTED_NAME:ab");
        assertThat(read("N'a'")).containsExactly("WORD:bpchar", "TEXT:a");
        assertThat(read("b'01' X'fF'")).containsExactly("BITS:B01", "BITS:XfF");
    }

    @Test
    void gluesLiteralsTogetherOnlyAcrossLines() {
        assertThat(read("'a' -- x\n 'b'")).containsExactly("TEXT:ab");
        assertThat(read("'a'\n'b'\r'c'")).containsExactly("TEXT:abc");
        assertThat(read("'a' 'b'")).containsExactly("TEXT:a", "TEXT:b");
        assertThat(read("'a' /*\n*/ 'b'")).containsExactly("TEXT:a", "TEXT:b");
        assertThat(read("E'a\\n'\n'\\n'")).containsExactly("TEXT:a\n\n");
    }

    @Test
    void writesNumbersInDecimalNotation() {
        assertThat(read("1 1. .5 1.5e-3 1e5 0x1F 0b11 0o17 1_000"))
                .containsExactly(
                        "NUMBER:1",
                        "NUMBER:1.",
                        "NUMBER:.5",
                        "NUMBER:1.5e-3",
                        "NUMBER:1e5",
                        "NUMBER:31",
                        "NUMBER:3",
                        "NUMBER:15",
                        "NUMBER:1000");
        for (String bad : List.of("1a", "1e", "0x", "0xg", "1__0", "1_", "1$")) {
            assertRefused(bad, ReasonCode.SYNTAX_ERROR);
        }
    }

    @Test
    void takesTheLongestOperatorThatTheDatabaseWouldTake() {
        assertThat(read("a->>'b'")).containsExactly("WORD:a", "OPERATOR:->>", "TEXT:b");
        assertThat(read("1+-2"))
                .containsExactly("NUMBER:1", "OPERATOR:+", "OPERATOR:-", "NUMBER:2");
        assertThat(read("1*-2")).contains("OPERATOR:*", "OPERATOR:-");
        assertThat(read("1@-2")).contains("OPERATOR:@-");
        assertThat(read("a!=b")).contains("OPERATOR:<>");
        assertThat(read("a<--b")).containsExactly("WORD:a", "OPERATOR:<");
        assertThat(read("a=/*x*/b")).containsExactly("WORD:a", "OPERATOR:=", "WORD:b");
        assertThat(read("a=>b::c:=d"))
                .contains("PUNCTUATION:=>", "PUNCTUATION:::", "PUNCTUATION::=");
        assertRefused("1 " + "+".repeat(60_000) + " 1", ReasonCode.SYNTAX_ERROR);
    }

    @Test
    void nestsComments() {
        assertThat(read("a /* /* b */ c */ d -- e\n f"))
                .containsExactly("WORD:a", "WORD:d", "WORD:f");
        assertRefused("/* /* */", ReasonCode.SYNTAX_ERROR);
    }

    @Test
    void refusesWhatDependsOnTheSession() {
        assertRefused("E'\\xe9'", ReasonCode.LITERAL_NOT_ALLOWED);
        assertRefused("E'\\0'", ReasonCode.LITERAL_NOT_ALLOWED);
    }

    @Test
    void refusesPlaceholdersOfQueries() {
        assertRefused("$1", ReasonCode.LITERAL_NOT_ALLOWED);
        assertRefused("{{user}}", ReasonCode.SYNTAX_ERROR);
        assertThat(Lexer.read("{{ user.id }}", LexerMode.ROW_FILTER, POSTGRESQL).value(0))
                .isEqualTo("user.id");
    }

    @Test
    void knowsWhereTokensStart() {
        Tokens tokens = Lexer.read("SELECT  'a''b', c", LexerMode.QUERY, POSTGRESQL);
        assertThat(tokens.start(1)).isEqualTo(8);
        assertThat(tokens.start(3)).isEqualTo(16);
    }
}
