package dev.motet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.json.ConfigException;
import dev.motet.testkit.Echo;
import dev.motet.testkit.LeakCheck;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Users who are gone after a reload lose their sessions at once, nobody else does.
@ExtendWith(LeakCheck.class)
class RemovedUsersTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String ANN = "{\"username\":\"ann\",\"password\":\"%s\"}";
  private static final String BEN = "{\"username\":\"ben\",\"password\":\"b\"}";

  private Echo echo;
  private int port;

  @BeforeEach
  void start() throws IOException {
    echo = Echo.start();
    try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
      port = free.getLocalPort();
    }
  }

  @AfterEach
  void stop() throws IOException {
    echo.close();
  }

  @Test
  void aRemovedUserIsCutAndTheOthersGoOn() throws Exception {
    try (Motet motet = Motet.start(config("socks", ANN.formatted("a") + "," + BEN));
        Socket ann = logIn("ann", "a");
        Socket ben = logIn("ben", "b")) {
      motet.reload(config("socks", BEN));

      assertThatThrownBy(() -> requireEcho(ann)).isInstanceOf(IOException.class);
      requireEcho(ben);
      assertThatThrownBy(() -> logIn("ann", "a")).hasMessage("refused");
    }
  }

  @Test
  void anotherPasswordMakesAnotherUser() throws Exception {
    try (Motet motet = Motet.start(config("mixed", ANN.formatted("a") + "," + BEN));
        Socket ann = logIn("ann", "a");
        Socket ben = logIn("ben", "b")) {
      motet.reload(config("mixed", ANN.formatted("new") + "," + BEN));

      assertThatThrownBy(() -> requireEcho(ann)).isInstanceOf(IOException.class);
      requireEcho(ben);
      logIn("ann", "new").close();
    }
  }

  @Test
  void whoIsRemovedLaterIsCutThoughTheInboundChangedBetween() throws Exception {
    try (Motet motet = Motet.start(config("socks", ANN.formatted("a") + "," + BEN));
        Socket ann = logIn("ann", "a");
        Socket ben = logIn("ben", "b")) {
      motet.reload(config("mixed", ANN.formatted("a") + "," + BEN));
      requireEcho(ann);
      motet.reload(config("mixed", BEN));

      assertThatThrownBy(() -> requireEcho(ann)).isInstanceOf(IOException.class);
      requireEcho(ben);
    }
  }

  @Test
  void sessionsRunOnWhereNobodyIsAskedAnyMore() throws Exception {
    try (Motet motet = Motet.start(config("socks", ANN.formatted("a")));
        Socket ann = logIn("ann", "a")) {
      motet.reload(config("socks", ""));
      requireEcho(ann);
      motet.reload(ConfigLoader.parse("config.json", "{}"));
      requireEcho(ann);
    }
  }

  private Config config(String type, String users) throws ConfigException {
    return ConfigLoader.parse(
        "config.json",
        """
        {"inbounds":[{"type":"%s","tag":"in","listen":"127.0.0.1","listen_port":%d,"users":[%s]}]}
        """
            .formatted(type, port, users));
  }

  private Socket logIn(String user, String password) throws IOException {
    Socket socket = new Socket(LOOPBACK, port);
    socket.setSoTimeout(60_000);
    OutputStream out = socket.getOutputStream();
    DataInputStream in = new DataInputStream(socket.getInputStream());
    out.write(new byte[] {5, 1, 2});
    if (in.readShort() != 0x0502) {
      throw new IOException("method");
    }
    out.write(1);
    for (String text : new String[] {user, password}) {
      out.write(text.length());
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
    if (in.readShort() != 0x0100) {
      socket.close();
      throw new IOException("refused");
    }
    out.write(new byte[] {5, 1, 0, 1, 127, 0, 0, 1});
    out.write(new byte[] {(byte) (echo.port() >> 8), (byte) echo.port()});
    assertThat(in.readNBytes(10)[1]).isZero();
    requireEcho(socket);
    return socket;
  }

  private static void requireEcho(Socket socket) throws IOException {
    socket.getOutputStream().write(42);
    if (socket.getInputStream().read() != 42) {
      throw new IOException("no echo");
    }
  }
}
