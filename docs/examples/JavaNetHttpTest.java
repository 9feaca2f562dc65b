import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.motet.engine.ConfigLoader;
import dev.motet.engine.Motet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/// The HTTP client of the JDK through an instance in the same program.
class JavaNetHttpTest {
  @Test
  void asksThroughMotet() throws Exception {
    HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext("/", exchange -> {
      exchange.sendResponseHeaders(200, 5);
      exchange.getResponseBody().write("hello".getBytes());
      exchange.close();
    });
    site.start();
    String config =
        """
        {
          "inbounds": [{"type": "mixed", "tag": "in", "listen": "127.0.0.1", "listen_port": 0}],
          "outbounds": [{"type": "direct", "tag": "out"}]
        }
        """;
    try (Motet motet = Motet.start(ConfigLoader.parse("inline", config));
        HttpClient client = HttpClient.newBuilder().proxy(motet.proxySelector("in")).build()) {
      URI uri = URI.create("http://127.0.0.1:" + site.getAddress().getPort() + "/");
      HttpResponse<String> response =
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(response.body()).isEqualTo("hello");
      assertThat(motet.status().accepted()).isEqualTo(1);
    }
    site.stop(0);
  }
}
