package dev.sluice.systemtests.browser;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.stream.StreamSupport;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * The machine's own Chromium without a window, with a profile of its own. Closing it ends it. Where
 * it is missing, the test that wants it is skipped and says so.
 */
final class Chromium implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Duration PAGE_MAX = Duration.ofSeconds(30);

    /** What a browser notes on every answer that is an error, wanted or not. */
    private static final String ERROR_STATUS =
            "Failed to load resource: the server responded with a status of 4";

    private final ChromeDriver driver;

    private Chromium(ChromeDriver driver) {
        this.driver = driver;
    }

    static Chromium open() {
        for (Path program : List.of(PROGRAM, DRIVER)) {
            if (!Files.isExecutable(program)) {
                abort(
                        program
                                + " is not installed: the pages were NOT tried in a browser"
                                + " (Debian: apt-get install chromium chromium-driver)");
            }
        }
        ChromeDriverService service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .usingAnyFreePort()
                        .build();
        Chromium browser = new Chromium(new ChromeDriver(service, options()));
        browser.driver.manage().timeouts().pageLoadTimeout(PAGE_MAX).scriptTimeout(PAGE_MAX);
        browser.as(Look.DESK);
        return browser;
    }

    private static ChromeOptions options() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(PROGRAM.toFile());
        options.addArguments(
                "--headless=new",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--user-data-dir=" + profile());
        if ("root".equals(System.getProperty("user.name"))) {
            options.addArguments("--no-sandbox"); // which Chromium demands of root
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        return options;
    }

    private static Path profile() {
        try {
            Path profiles = Files.createDirectories(TARGET.resolve("chromium"));
            return Files.createTempDirectory(profiles, "profile-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ChromeDriver driver() {
        return driver;
    }

    /** Shows pages from now on as somebody with this window and preference sees them. */
    void as(Look look) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        look.width(),
                        "height",
                        look.height(),
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        look.mobile()));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of(
                                        "name",
                                        "prefers-color-scheme",
                                        "value",
                                        look.preference()))));
    }

    void visit(String address) {
        driver.get(address);
    }

    String address() {
        return String.valueOf(driver.getCurrentUrl());
    }

    String heading() {
        return find(By.tagName("h1")).getText();
    }

    /** What the page says, as it is read on the screen. */
    String text() {
        return find(By.tagName("body")).getText();
    }

    WebElement find(By by) {
        return driver.findElement(by);
    }

    boolean has(By by) {
        return !driver.findElements(by).isEmpty();
    }

    void type(String id, String text) {
        WebElement field = find(By.id(id));
        field.clear();
        field.sendKeys(text);
    }

    /** Presses the button with this text, and waits for the page that it leads to. */
    void press(String button) {
        driver.executeScript("window.left = true");
        find(By.xpath("//button[normalize-space()='" + button + "']")).click();
        await(() ->
                Boolean.TRUE.equals(
                        driver.executeScript(
                                "return !window.left && document.readyState === 'complete'")));
    }

    void key(Keys key) {
        driver.switchTo().activeElement().sendKeys(key);
    }

    /** Waits until the page has this heading: for pages that lead on by themselves. */
    void awaitHeading(String heading) {
        await(() -> heading().equals(heading));
    }

    /** Waits until this holds: for what a page does by itself. */
    void await(BooleanSupplier condition) {
        new WebDriverWait(driver, PAGE_MAX)
                .ignoring(WebDriverException.class)
                .withMessage(() -> "still at " + address())
                .until(_ -> condition.getAsBoolean());
    }

    /** Waits until the browser has left for an address that starts like this. */
    void awaitAddress(String start) {
        new WebDriverWait(driver, PAGE_MAX)
                .withMessage(() -> "not at " + start + " but at " + address() + ": " + text())
                .until(_ -> address().startsWith(start));
    }

    /** Keeps what pages let one download in this directory. */
    void saveDownloadsTo(Path directory) {
        driver.executeCdpCommand(
                "Browser.setDownloadBehavior",
                Map.of("behavior", "allow", "downloadPath", directory.toString()));
    }

    /** The whole page as a picture below {@code target/screenshots}. */
    void picture(String name) {
        Object data =
                driver.executeCdpCommand(
                                "Page.captureScreenshot",
                                Map.of("format", "png", "captureBeyondViewport", true))
                        .get("data");
        try {
            Path pictures = Files.createDirectories(TARGET.resolve("screenshots"));
            Files.write(
                    pictures.resolve(name + ".png"),
                    Base64.getDecoder().decode(String.valueOf(data)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What the browser found wrong since it was last asked: broken content policies, failed
     * scripts. Answers with an error status are not among it.
     */
    List<String> complaints() {
        return StreamSupport.stream(
                        driver.manage().logs().get(LogType.BROWSER).spliterator(), false)
                .map(LogEntry::getMessage)
                .filter(message -> !message.contains(ERROR_STATUS))
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
