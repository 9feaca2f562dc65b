package dev.motet.interop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A web server for clients behind a proxy: `/bytes/N`, `/hash` (of the body it gets), `/headers`,
/// and a page whose parts come from it too.
final class Origin implements AutoCloseable {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Integer> hits = new ConcurrentHashMap<>();

  private Origin(HttpServer server) {
    this.server = server;
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  static Origin http() throws IOException {
    return new Origin(HttpServer.create(anyPort(), 100));
  }

  /// With a certificate for `localhost`, written as `ca.pem` into the folder.
  static Origin https(Path folder) throws Exception {
    Path store = folder.resolve("origin.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String[] command = {
      keytool,
      "-genkeypair",
      "-alias",
      "origin",
      "-keyalg",
      "EC",
      "-groupname",
      "secp256r1",
      "-dname",
      "CN=localhost",
      "-ext",
      "SAN=dns:localhost,ip:127.0.0.1",
      "-ext",
      "BC=ca:true",
      "-keystore",
      store.toString(),
      "-storepass",
      new String(PASSWORD),
      "-storetype",
      "PKCS12"
    };
    try (PeerProcess process = PeerProcess.start(folder, Map.of(), command)) {
      if (process.awaitExit() != 0) {
        throw new IOException(process.output());
      }
    }
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    Files.writeString(folder.resolve("ca.pem"), pem(keys.getCertificate("origin")));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    HttpsServer server = HttpsServer.create(anyPort(), 100);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new Origin(server);
  }

  int port() {
    return server.getAddress().getPort();
  }

  /// How often a path was asked for.
  int hits(String path) {
    return hits.getOrDefault(path, 0);
  }

  /// What `/bytes/N` answers.
  static byte[] bytes(int count) {
    byte[] result = new byte[count];
    new Random(count).nextBytes(result);
    return result;
  }

  static String hash(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    hits.merge(path, 1, Integer::sum);
    try (exchange) {
      switch (path) {
        case "/hash" -> send(exchange, "text/plain", hashOf(exchange.getRequestBody()));
        case "/headers" -> send(exchange, "text/plain", headers(exchange));
        case "/page" -> send(exchange, "text/html", PAGE);
        case "/style.css" -> send(exchange, "text/css", "body { width: 321px }");
        case "/script.js" -> send(exchange, "text/javascript", SCRIPT);
        case "/data.json" -> send(exchange, "application/json", "{\"loaded\":\"data\"}");
        case "/post" -> send(exchange, "text/plain", hashOf(exchange.getRequestBody()));
        default -> {
          if (path.startsWith("/bytes/")) {
            int count = Integer.parseInt(path.substring("/bytes/".length()));
            send(exchange, "application/octet-stream", bytes(count));
          } else {
            exchange.sendResponseHeaders(404, -1);
          }
        }
      }
    }
  }

  private static final String PAGE =
      """
      <!doctype html><html><head><link rel="stylesheet" href="/style.css"></head>
      <body><p id="out">nothing</p><script src="/script.js"></script></body></html>
      """;

  /// Puts into the page what only arrives when every part of it did.
  private static final String SCRIPT =
      """
      const width = getComputedStyle(document.body).width;
      (async () => {
        const data = await (await fetch('/data.json')).json();
        const blobs = await Promise.all([...Array(12).keys()].map(async i =>
            (await (await fetch('/bytes/' + (20000 + i))).arrayBuffer()).byteLength));
        const posted = await (await fetch('/post', {method: 'POST', body: 'abc'})).text();
        document.getElementById('out').textContent =
            [width, data.loaded, blobs.reduce((a, b) => a + b), posted].join(' ');
      })();
      """;

  private static String hashOf(InputStream body) throws IOException {
    try {
      return hash(body.readAllBytes());
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static String headers(HttpExchange exchange) {
    StringBuilder text = new StringBuilder(exchange.getRequestMethod());
    exchange
        .getRequestHeaders()
        .forEach((name, values) ->
            text.append('\n').append(name).append(": ").append(String.join(",", values)));
    return text.append('\n').toString();
  }

  private static void send(HttpExchange exchange, String type, String text) throws IOException {
    send(exchange, type, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static String pem(Certificate certificate) throws Exception {
    String body =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
    return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
