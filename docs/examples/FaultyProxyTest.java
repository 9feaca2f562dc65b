import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.motet.junit.MotetExtension;
import dev.motet.junit.TestProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test of a client that has to live with a bad network.
@ExtendWith(MotetExtension.class)
class FaultyProxyTest {
  @Test
  void theClientNoticesWhatGoesWrong(TestProxy proxy) throws Exception {
    HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext("/", exchange -> {
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
    });
    site.start();
    URI uri = URI.create("http://127.0.0.1:" + site.getAddress().getPort() + "/");
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    HttpRequest impatient = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(1)).build();
    try (HttpClient client = HttpClient.newBuilder().proxy(proxy.selector()).build()) {
      assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(204);

      proxy.faults().blackhole();
      assertThatThrownBy(() -> client.send(impatient, HttpResponse.BodyHandlers.discarding()))
          .isInstanceOf(IOException.class);

      proxy.faults().clear();
      proxy.faults().on("127.0.0.1").refused();
      assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(502);
      client.shutdownNow();
    }
    site.stop(0);
  }
}
