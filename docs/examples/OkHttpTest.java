import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.motet.engine.ConfigLoader;
import dev.motet.engine.Motet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/// OkHttp through an instance in the same program, without a port in between: its sockets are
/// Motet's. OkHttp resolves names itself, so that rules see addresses; with `proxySelector` instead
/// they would see names.
class OkHttpTest {
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
          "outbounds": [{"type": "direct", "tag": "out"}, {"type": "block", "tag": "no"}],
          "route": {"rules": [{"ip_cidr": "192.0.2.0/24", "outbound": "no"}]}
        }
        """;
    try (Motet motet = Motet.start(ConfigLoader.parse("inline", config))) {
      OkHttpClient client =
          new OkHttpClient.Builder()
              .socketFactory(motet.socketFactory())
              .dns(_ -> List.of(InetAddress.getLoopbackAddress()))
              .build();
      Request request =
          new Request.Builder()
              .url("http://site.test:" + site.getAddress().getPort() + "/")
              .build();
      try (Response response = client.newCall(request).execute()) {
        assertThat(response.body().string()).isEqualTo("hello");
      }
      assertThat(motet.status().accepted()).isEqualTo(1);
      client.connectionPool().evictAll();
      client.dispatcher().executorService().shutdown();
    }
    site.stop(0);
  }
}
