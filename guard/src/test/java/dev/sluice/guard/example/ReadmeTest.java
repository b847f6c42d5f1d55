package dev.sluice.guard.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's example is a class that compiles, and gives what the README says. */
class ReadmeTest {
    private static final Path README = Path.of("README.md");
    private static final Path EXAMPLE =
            Path.of("src/test/java/dev/sluice/guard/example/Bookshop.java");
    private static final Pattern ANSWER = Pattern.compile("```\\n> (.+)\\n(.+)\\n```");

    @Test
    void quotesTheExampleAsItIs() throws IOException {
        String source = Files.readString(EXAMPLE);

        assertThat(Files.readString(README))
                .contains("```java\n" + source.substring(source.indexOf("import ")) + "```");
    }

    @Test
    void showsTheAnswersOfTheExample() throws IOException {
        Bookshop shop = new Bookshop();
        Matcher answer = ANSWER.matcher(Files.readString(README));
        int answers = 0;
        while (answer.find()) {
            assertThat(shop.answer(answer.group(1), "north")).isEqualTo(answer.group(2));
            answers++;
        }

        assertThat(answers).isEqualTo(4);
    }

    @Test
    void namesTheDialectsThatThereAre() throws IOException {
        String readme = Files.readString(README);

        for (String dialect : dev.sluice.guard.Guard.dialects()) {
            assertThat(readme).contains("`" + dialect + "`");
        }
    }
}
