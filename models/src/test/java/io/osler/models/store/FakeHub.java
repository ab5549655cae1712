package io.osler.models.store;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A hub on this machine that serves invented files and misbehaves on request. */
final class FakeHub implements AutoCloseable {
    /** What happens to one GET of a file; the usual answer when nothing is queued. */
    sealed interface Answer {
        record Status(int code) implements Answer {}

        /** Sends this many bytes and hangs up. */
        record CutAfter(int bytes) implements Answer {}

        /** Sends this many bytes and then nothing for a while. */
        record StallAfter(int bytes, long millis) implements Answer {}

        /** Sends all, whatever range was asked for. */
        record IgnoreRange() implements Answer {}

        record RedirectTo(URI target) implements Answer {}

        /** Waits, then answers as usual. */
        record After(Runnable waiting) implements Answer {}
    }

    record Request(String method, String path, String authorization, String range) {}

    final List<Request> requests = new CopyOnWriteArrayList<>();
    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final Map<String, String> linkedSha256 = new ConcurrentHashMap<>();
    final Map<String, String> listings = new ConcurrentHashMap<>();
    private final Map<String, Deque<Answer>> queued = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    FakeHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Serves a file of a repository under one revision. */
    void put(String repo, String revision, String file, byte[] content) {
        files.put("/" + repo + "/resolve/" + revision + "/" + file, content);
    }

    /** States the hash of a file as large file storage does. */
    void link(String repo, String revision, String file, String sha256) {
        linkedSha256.put("/" + repo + "/resolve/" + revision + "/" + file, sha256);
    }

    void list(String repo, String revision, String json) {
        listings.put("/api/models/" + repo + "/revision/" + revision, json);
    }

    void next(String repo, String revision, String file, Answer... answers) {
        queued.computeIfAbsent("/" + repo + "/resolve/" + revision + "/" + file, _ -> new ArrayDeque<>())
                .addAll(List.of(answers));
    }

    List<Request> gets(String file) {
        return requests.stream()
                .filter(request ->
                        request.method().equals("GET") && request.path().endsWith("/" + file))
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Headers headers = exchange.getRequestHeaders();
            requests.add(new Request(
                    exchange.getRequestMethod(), path, headers.getFirst("Authorization"), headers.getFirst("Range")));
            if (listings.containsKey(path)) {
                send(exchange, listings.get(path).getBytes(StandardCharsets.UTF_8), 0);
            } else if (exchange.getRequestMethod().equals("HEAD")) {
                head(exchange, path);
            } else {
                get(exchange, path);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void head(HttpExchange exchange, String path) throws IOException {
        byte[] content = files.get(path);
        if (content == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        String sha256 = linkedSha256.get(path);
        if (sha256 != null) {
            exchange.getResponseHeaders().set("X-Linked-Etag", '"' + sha256 + '"');
            exchange.getResponseHeaders().set("X-Linked-Size", String.valueOf(content.length));
            exchange.getResponseHeaders().set("Location", "http://unreachable.invalid/" + sha256);
            exchange.sendResponseHeaders(302, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Length", String.valueOf(content.length));
        exchange.sendResponseHeaders(200, -1);
    }

    private void get(HttpExchange exchange, String path) throws IOException, InterruptedException {
        Deque<Answer> answers = queued.getOrDefault(path, new ArrayDeque<>());
        Answer answer = answers.poll();
        byte[] content = files.get(path);
        if (content == null && answer == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        int from = rangeStart(exchange);
        switch (answer) {
            case null -> send(exchange, content, from);
            case Answer.Status(int code) -> exchange.sendResponseHeaders(code, -1);
            case Answer.IgnoreRange() -> send(exchange, content, 0);
            case Answer.RedirectTo(URI target) -> {
                exchange.getResponseHeaders().set("Location", target.toString());
                exchange.sendResponseHeaders(302, -1);
            }
            case Answer.CutAfter(int bytes) -> sendSome(exchange, content, from, bytes, 150);
            case Answer.StallAfter(int bytes, long millis) -> sendSome(exchange, content, from, bytes, millis);
            case Answer.After(Runnable waiting) -> {
                waiting.run();
                send(exchange, content, from);
            }
        }
    }

    private static int rangeStart(HttpExchange exchange) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        return range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    }

    private static OutputStream begin(HttpExchange exchange, byte[] content, int from) throws IOException {
        if (from > 0) {
            String range = "bytes %d-%d/%d".formatted(from, content.length - 1, content.length);
            exchange.getResponseHeaders().set("Content-Range", range);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
        return exchange.getResponseBody();
    }

    private static void send(HttpExchange exchange, byte[] content, int from) throws IOException {
        begin(exchange, content, from).write(Arrays.copyOfRange(content, from, content.length));
    }

    /** Silent for a while before it hangs up, so that the client has taken what was sent. */
    private static void sendSome(HttpExchange exchange, byte[] content, int from, int bytes, long silentMillis)
            throws IOException, InterruptedException {
        OutputStream body = begin(exchange, content, from);
        body.write(content, from, bytes);
        body.flush();
        Thread.sleep(silentMillis);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
