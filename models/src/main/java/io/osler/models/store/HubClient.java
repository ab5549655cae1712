package io.osler.models.store;

import io.osler.models.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Talks to a Hugging Face-compatible hub. Redirects are followed here and not by the HTTP client, for two reasons: the
 * token must not travel to another host, and the hub states a file's hash on the answer that redirects.
 */
final class HubClient implements AutoCloseable {
    private static final int REDIRECTS_MAX = 10;
    private static final Pattern LFS_ETAG = Pattern.compile("(?:W/)?\"?([0-9a-fA-F]{64})\"?");
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (?:(\\d{1,18})-\\d+|\\*)/(?:\\d+|\\*)");

    private final HttpClient http;
    private final URI endpoint;
    private final String token;
    private final Patience patience;
    private final Consumer<String> notes;

    HubClient(URI endpoint, String token, Patience patience, Consumer<String> notes) {
        this.endpoint = endpoint;
        this.token = token;
        this.patience = patience;
        this.notes = notes;
        this.http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience.connect())
                .build();
    }

    /**
     * How long a client waits and how often it asks again.
     *
     * @param failuresMax failures in a row, without a new byte between them, after which it gives up
     * @param pause       before the second try; doubled for each further one
     * @param connect     longest wait for a connection
     * @param answer      longest wait for the head of an answer
     * @param stall       longest wait between two pieces of a body
     */
    record Patience(int failuresMax, Duration pause, Duration connect, Duration answer, Duration stall) {
        static final Patience USUAL = new Patience(
                5, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    /**
     * What a repository holds.
     *
     * @param commit  the commit the revision stands for now; the revision itself where the hub does not say
     * @param licence as the model card names it, else {@code unknown}
     * @param files   names of all files
     */
    record Listing(String commit, String licence, List<String> files) {}

    Listing list(String repo, String revision) throws IOException, InterruptedException {
        URI uri = URI.create(endpoint + "/api/models/" + repo + "/revision/" + encoded(revision));
        String what = "hub:" + repo + "@" + revision;
        byte[] body = retrying(what, () -> {
            try (InputStream in = opened("GET", uri, 0, what).body()) {
                return in.readAllBytes();
            }
        });
        try {
            JsonNode root = StoreJson.LENIENT.readTree(body);
            List<String> names = new ArrayList<>();
            root.path("siblings")
                    .forEach(sibling -> names.add(sibling.path("rfilename").asString("")));
            String licence = root.path("cardData").path("license").asString("");
            String commit = root.path("sha").asString("");
            return new Listing(commit.isBlank() ? revision : commit, licence.isEmpty() ? "unknown" : licence, names);
        } catch (JacksonException e) {
            throw new ModelException(
                    ModelException.Code.PULL_FAILED,
                    what,
                    "%s did not answer with a list of files: %s".formatted(endpoint, StoreJson.reason(e)),
                    e);
        }
    }

    /** Size and hash of a file without its content, as far as the hub knows: files in large file storage have both. */
    WantedFile probe(String repo, String revision, String file) throws IOException, InterruptedException {
        URI uri = fileUri(repo, revision, file);
        String what = "hub:" + repo + "@" + revision + "/" + file;
        return retrying(what, () -> probeOnce(uri, file, what));
    }

    private WantedFile probeOnce(URI start, String file, String what) throws IOException, InterruptedException {
        URI uri = start;
        String sha256 = WantedFile.SHA256_UNKNOWN;
        for (int hop = 0; hop <= REDIRECTS_MAX; hop++) {
            HttpResponse<InputStream> response = send("HEAD", uri, 0);
            response.body().close();
            if (isOfEndpoint(uri)) {
                Matcher etag = LFS_ETAG.matcher(
                        response.headers().firstValue("X-Linked-Etag").orElse(""));
                sha256 = etag.matches() ? etag.group(1).toLowerCase(Locale.ROOT) : sha256;
                Optional<Long> bytes = number(response, "X-Linked-Size");
                if (bytes.isPresent()) {
                    return new WantedFile(file, bytes.get(), sha256);
                }
            }
            if (isRedirect(response)) {
                uri = redirected(uri, response);
                continue;
            }
            if (response.statusCode() == 405 || response.statusCode() == 501) {
                return new WantedFile(file, WantedFile.BYTES_UNKNOWN, sha256);
            }
            check(response, what);
            return new WantedFile(file, number(response, "Content-Length").orElse(WantedFile.BYTES_UNKNOWN), sha256);
        }
        throw new IOException("more than %d redirects from %s".formatted(REDIRECTS_MAX, start));
    }

    /**
     * Brings a file into {@code into}, after the bytes that are there already.
     *
     * @throws ModelException PULL_FAILED when the hub refuses, CHECKSUM_MISMATCH when it has a file of another size
     */
    void download(String repo, String revision, String remote, long bytes, Path into, LongConsumer bytesInHand)
            throws IOException, InterruptedException {
        URI uri = fileUri(repo, revision, remote);
        String what = "hub:" + repo + "@" + revision + "/" + remote;
        int failures = 0;
        while (true) {
            long before = sizeOf(into);
            try {
                downloadOnce(uri, what, bytes, into, bytesInHand);
                return;
            } catch (IOException e) {
                failures = sizeOf(into) > before ? 1 : failures + 1;
                pauseOrGiveUp(what, e, failures);
            }
        }
    }

    private void downloadOnce(URI uri, String what, long bytes, Path into, LongConsumer bytesInHand)
            throws IOException, InterruptedException {
        long from = sizeOf(into);
        if (bytes != WantedFile.BYTES_UNKNOWN && from == bytes && bytes > 0) {
            return;
        }
        if (bytes != WantedFile.BYTES_UNKNOWN && from > bytes) {
            Files.delete(into);
            from = 0;
        }
        HttpResponse<InputStream> response = opened("GET", uri, from, what);
        try (InputStream body = response.body()) {
            boolean otherPart = response.statusCode() == 206 && !resumesAt(response, from);
            if (response.statusCode() == 416 || otherPart) {
                Files.deleteIfExists(into);
                throw new IOException("the server has no bytes of %s from %d on".formatted(what, from));
            }
            if (from > 0 && response.statusCode() == 200) {
                notes.accept("the server cannot go on where %s broke off: from the start".formatted(what));
                from = 0;
            }
            long total = totalBytes(response, from);
            if (bytes != WantedFile.BYTES_UNKNOWN && total != WantedFile.BYTES_UNKNOWN && total != bytes) {
                throw new ModelException(
                        ModelException.Code.CHECKSUM_MISMATCH,
                        what,
                        "the hub offers %d bytes, expected %d".formatted(total, bytes));
            }
            long inHand = receive(body, into, from, bytes, what, bytesInHand);
            long expected = total == WantedFile.BYTES_UNKNOWN ? bytes : total;
            if (expected != WantedFile.BYTES_UNKNOWN && inHand < expected) {
                throw new IOException("%s broke off after %d of %d bytes".formatted(what, inHand, expected));
            }
        }
    }

    /** Appends the body; a body that stalls is closed from outside and so becomes an IOException here. */
    private long receive(InputStream body, Path into, long from, long bytes, String what, LongConsumer bytesInHand)
            throws IOException {
        StandardOpenOption mode = from > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        long inHand = from;
        byte[] buffer = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(into, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode);
                StallGuard guard = new StallGuard(body, patience.stall())) {
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                guard.alive();
                out.write(buffer, 0, n);
                inHand += n;
                if (bytes != WantedFile.BYTES_UNKNOWN && inHand > bytes) {
                    throw new ModelException(
                            ModelException.Code.CHECKSUM_MISMATCH,
                            what,
                            "the hub sends more than the %d bytes expected".formatted(bytes));
                }
                bytesInHand.accept(inHand);
            }
        }
        return inHand;
    }

    private static boolean resumesAt(HttpResponse<?> response, long from) {
        Matcher range = CONTENT_RANGE.matcher(
                response.headers().firstValue("Content-Range").orElse(""));
        return range.matches() && range.group(1) != null && Long.parseLong(range.group(1)) == from;
    }

    private static long totalBytes(HttpResponse<?> response, long from) {
        return number(response, "Content-Length").map(length -> length + from).orElse(WantedFile.BYTES_UNKNOWN);
    }

    /** Sends a request, follows redirects and returns the last answer, its body open; 200, 206 and 416 come through. */
    private HttpResponse<InputStream> opened(String method, URI start, long from, String what)
            throws IOException, InterruptedException {
        URI uri = start;
        for (int hop = 0; hop <= REDIRECTS_MAX; hop++) {
            HttpResponse<InputStream> response = send(method, uri, from);
            if (isRedirect(response)) {
                response.body().close();
                uri = redirected(uri, response);
                continue;
            }
            if (response.statusCode() != 416) {
                check(response, what);
            }
            return response;
        }
        throw new IOException("more than %d redirects from %s".formatted(REDIRECTS_MAX, start));
    }

    private HttpResponse<InputStream> send(String method, URI uri, long from) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(patience.answer())
                .header("User-Agent", "osler/" + ModelStore.VERSION);
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        if (!token.isEmpty() && isOfEndpoint(uri)) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (ConnectException | HttpConnectTimeoutException | SSLException e) {
            throw new UnreachableException(uri, e);
        }
    }

    /** No connection to a host: no route, no such name, or a certificate this JVM does not trust. */
    private static final class UnreachableException extends IOException {
        UnreachableException(URI uri, IOException cause) {
            super(
                    "cannot connect to " + uri.getHost()
                            + (cause.getMessage() == null ? "" : ": " + cause.getMessage()),
                    cause);
        }
    }

    private static boolean isRedirect(HttpResponse<?> response) {
        return switch (response.statusCode()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private static URI redirected(URI from, HttpResponse<?> response) throws IOException {
        String location = response.headers()
                .firstValue("Location")
                .orElseThrow(() -> new IOException("a redirect from %s goes nowhere".formatted(from)));
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new IOException("a redirect from %s goes to no address".formatted(from), e);
        }
        boolean downgrade = "https".equalsIgnoreCase(from.getScheme()) && !"https".equalsIgnoreCase(to.getScheme());
        if (to.getHost() == null || downgrade) {
            throw new IOException("a redirect from %s leaves https".formatted(from));
        }
        return to;
    }

    private boolean isOfEndpoint(URI uri) {
        return endpoint.getScheme().equalsIgnoreCase(uri.getScheme())
                && endpoint.getHost().equalsIgnoreCase(uri.getHost())
                && port(endpoint) == port(uri);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    /** Passes success, turns what may pass by itself into an IOException and what will not into a ModelException. */
    private void check(HttpResponse<InputStream> response, String what) throws IOException {
        int status = response.statusCode();
        if (status == 200 || status == 206) {
            return;
        }
        response.body().close();
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            throw new IOException("%s answered %d".formatted(response.uri().getHost(), status));
        }
        throw new ModelException(ModelException.Code.PULL_FAILED, what, refusal(status));
    }

    private String refusal(int status) {
        return switch (status) {
            case 401, 403 ->
                "%s answered %d: the repository needs a login, or does not exist. %s"
                        .formatted(endpoint, status, loginAdvice());
            case 404 -> "%s answered 404: no such repository, revision or file".formatted(endpoint);
            default -> "%s answered %d".formatted(endpoint, status);
        };
    }

    private String loginAdvice() {
        return token.isEmpty()
                ? "Accept the licence on the model's page and set HF_TOKEN to a token that may read it"
                : "HF_TOKEN is set: check that it may read the model and that the licence is accepted on the model's page";
    }

    @FunctionalInterface
    private interface Attempt<T> {
        T run() throws IOException, InterruptedException;
    }

    private <T> T retrying(String what, Attempt<T> attempt) throws IOException, InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                return attempt.run();
            } catch (IOException e) {
                pauseOrGiveUp(what, e, failures);
            }
        }
    }

    /** A host that cannot be reached at all is asked only twice: behind a firewall the next source is the answer. */
    private void pauseOrGiveUp(String what, IOException e, int failures) throws IOException, InterruptedException {
        int failuresMax =
                e instanceof UnreachableException ? Math.min(2, patience.failuresMax()) : patience.failuresMax();
        if (failures >= failuresMax || DiskSpace.saysFull(e.getMessage())) {
            throw e;
        }
        notes.accept("%s: %s; trying again".formatted(what, said(e)));
        Thread.sleep(patience.pause().multipliedBy(1L << Math.min(failures - 1, 6)));
    }

    /** Some of Java's exceptions say nothing but their class. */
    static String said(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private URI fileUri(String repo, String revision, String file) {
        String path = Arrays.stream(file.split("/")).map(HubClient::encoded).collect(Collectors.joining("/"));
        return URI.create(endpoint + "/" + repo + "/resolve/" + encoded(revision) + "/" + path);
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Optional<Long> number(HttpResponse<?> response, String header) {
        return response.headers()
                .firstValue(header)
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::valueOf);
    }

    private static long sizeOf(Path file) throws IOException {
        return Files.isRegularFile(file) ? Files.size(file) : 0;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
