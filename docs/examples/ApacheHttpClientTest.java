import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.motet.engine.ConfigLoader;
import dev.motet.engine.Motet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;

/// Apache HttpClient 5 through an instance in the same program.
class ApacheHttpClientTest {
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
          "inbounds": [{"type": "http", "tag": "in", "listen": "127.0.0.1", "listen_port": 0}],
          "outbounds": [{"type": "direct", "tag": "out"}]
        }
        """;
    try (Motet motet = Motet.start(ConfigLoader.parse("inline", config));
        CloseableHttpClient client =
            HttpClients.custom()
                .setRoutePlanner(new SystemDefaultRoutePlanner(motet.proxySelector("in")))
                .build()) {
      HttpGet get = new HttpGet("http://127.0.0.1:" + site.getAddress().getPort() + "/");
      String body = client.execute(get, response -> EntityUtils.toString(response.getEntity()));
      assertThat(body).isEqualTo("hello");
      assertThat(motet.status().accepted()).isEqualTo(1);
    }
    site.stop(0);
  }
}
