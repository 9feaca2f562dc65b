package dev.motet.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `motet run` as a process: what signals, changed files and busy ports do to it.
@EnabledOnOs({OS.LINUX, OS.MAC})
class RunProcessTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir Path folder;

  private void config(String name, int port, String logOutput) throws IOException {
    String text =
        """
        {
          "log": {"level": "info", "output": "%s"},
          "inbounds": [{"type": "mixed", "tag": "%s", "listen": "127.0.0.1", "listen_port": %d}]
        }
        """
            .formatted(logOutput, name, port);
    Path fresh = Files.writeString(folder.resolve("fresh"), text);
    Files.move(fresh, folder.resolve("config.json"), StandardCopyOption.REPLACE_EXISTING);
  }

  private MotetProcess run(String... args) throws IOException {
    String[] all = new String[args.length + 2];
    all[0] = "run";
    all[1] = "--disable-color";
    System.arraycopy(args, 0, all, 2, args.length);
    return MotetProcess.start(folder, Map.of(), all);
  }

  /// A running Motet with a connection through it.
  private record Session(
      MotetProcess motet, int port, ServerSocket origin, Socket client, Socket server)
      implements AutoCloseable {
    void hangUp() throws IOException {
      client.close();
      server.close();
    }

    @Override
    public void close() throws IOException {
      hangUp();
      origin.close();
      motet.close();
    }
  }

  private Session begin(String... args) throws Exception {
    config("one", 0, "");
    MotetProcess motet = run(args);
    ServerSocket origin = new ServerSocket(0, 50, LOOPBACK);
    int port = motet.awaitPort();
    motet.await("motet started");
    Socket[] ends = connect(port, origin);
    return new Session(motet, port, origin, ends[0], ends[1]);
  }

  /// A byte to `origin` through the SOCKS server at `port`, whose connections stay open.
  private static Socket[] connect(int port, ServerSocket origin) throws IOException {
    Socket client = new Socket(LOOPBACK, port);
    client.setSoTimeout(60_000);
    OutputStream out = client.getOutputStream();
    out.write(new byte[] {5, 1, 0});
    DataInputStream in = new DataInputStream(client.getInputStream());
    assertThat(in.readShort()).isEqualTo((short) 0x0500);
    byte[] request = {5, 1, 0, 1, 127, 0, 0, 1, 0, 0};
    ByteBuffer.wrap(request).putShort(8, (short) origin.getLocalPort());
    out.write(request);
    byte[] reply = in.readNBytes(10);
    assertThat(reply[1]).as("SOCKS reply").isZero();
    Socket server = origin.accept();
    echo(client, server);
    return new Socket[] {client, server};
  }

  private static void echo(Socket client, Socket server) throws IOException {
    client.getOutputStream().write(42);
    assertThat(server.getInputStream().read()).isEqualTo(42);
    server.getOutputStream().write(43);
    assertThat(client.getInputStream().read()).isEqualTo(43);
  }

  /// The line about the stop comes a moment before the listener closes. A connection that waited in
  /// its queue then is reset, which [Socket] may report from the call that connects.
  private static void awaitRefusal(int port) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try (Socket accepted = new Socket(LOOPBACK, port)) {
        assertThat(System.nanoTime()).as("%s still accepted", accepted).isLessThan(end);
      } catch (ConnectException _) {
        return;
      } catch (SocketException e) {
        assertThat(System.nanoTime()).as("%s instead of a refusal", e).isLessThan(end);
      }
    }
  }

  @Test
  void aStopLetsSessionsEndAndTakesNoMore() throws Exception {
    try (Session session = begin()) {
      session.motet.signal("TERM");
      session.motet.await("stopping, 1 sessions under way");
      echo(session.client, session.server);
      awaitRefusal(session.port);
      session.hangUp();
      session.motet.await("stopped");
      assertThat(session.motet.exitCode()).isZero();
    }
  }

  @Test
  void aSecondStopCutsSessions() throws Exception {
    try (Session session = begin("--drain", "10m")) {
      session.motet.signal("INT");
      session.motet.await("stopping");
      session.motet.signal("INT");
      assertThat(session.motet.exitCode()).isZero();
    }
  }

  @Test
  void sessionsThatDoNotEndAreCutAfterTheLimit() throws Exception {
    try (Session session = begin("--drain", "100ms")) {
      session.motet.signal("TERM");
      session.motet.await("stopped");
      assertThat(session.motet.exitCode()).isZero();
    }
  }

  @Test
  void aReloadChangesInboundsAndKeepsSessions() throws Exception {
    try (Session session = begin()) {
      config("two", 0, "");
      session.motet.signal("HUP");
      assertThat(session.motet.await("tcp server started at ")).contains("inbound/mixed[two]");
      session.motet.await("motet reloaded");
      echo(session.client, session.server);
    }
  }

  @Test
  void aBadConfigurationChangesNothing() throws Exception {
    config("one", 0, "");
    try (MotetProcess motet = run();
        ServerSocket origin = new ServerSocket(0, 50, LOOPBACK)) {
      int port = motet.awaitPort();
      motet.await("motet started");
      Files.writeString(folder.resolve("config.json"), "{\"inbounds\": 3}");
      motet.signal("HUP");
      assertThat(motet.await("reload service: ")).contains("config.json:1:14");
      for (Socket socket : connect(port, origin)) {
        socket.close();
      }
    }
  }

  @Test
  void aChangedFileIsReadAgainWhenWatched() throws Exception {
    config("one", 0, "");
    try (MotetProcess motet = run("--watch")) {
      motet.await("motet started");
      config("two", 0, "");
      motet.await("inbound/mixed[two]");
      motet.await("motet reloaded");
    }
  }

  @Test
  void aBusyPortIsOneSentence() throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 50, LOOPBACK)) {
      config("in", busy.getLocalPort(), "");
      try (MotetProcess motet = run()) {
        assertThat(motet.await(""))
            .isEqualTo(
                "FATAL[0000] start inbound/mixed[in]: listen tcp 127.0.0.1:"
                    + busy.getLocalPort()
                    + ": address already in use");
        assertThat(motet.exitCode()).isEqualTo(1);
      }
    }
  }

  @Test
  void theLogFileIsOpenedAgainOnUsr1() throws Exception {
    config("in", 0, "motet.log");
    try (MotetProcess motet = run()) {
      Path log = folder.resolve("motet.log");
      awaitContent(log, "motet started");
      Path old = folder.resolve("motet.log.1");
      Files.move(log, old);
      motet.signal("USR1");
      awaitContent(log, ""); // signals that come together are taken in any order
      motet.signal("TERM");
      assertThat(motet.exitCode()).isZero();
      assertThat(old).content().startsWith("INFO inbound/mixed[in]: ").doesNotContain("stopped");
      assertThat(log).content().contains("stopped");
    }
  }

  @Test
  void relativePathsBelongToTheWorkingDirectory() throws Exception {
    config("in", 0, "logs/motet.log");
    Files.createDirectory(folder.resolve("logs"));
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    try (MotetProcess motet =
        MotetProcess.start(elsewhere, Map.of(), "run", "-D", folder.toString())) {
      awaitContent(folder.resolve("logs").resolve("motet.log"), "motet started");
      assertThat(motet.isAlive()).isTrue();
    }
  }

  /// Waits for the file by watching its folder.
  private static void awaitContent(Path file, String part) throws Exception {
    try (var watch = file.getFileSystem().newWatchService()) {
      file.getParent()
          .register(
              watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!Files.exists(file) || !Files.readString(file).contains(part)) {
        assertThat(System.nanoTime()).as("%s with %s", file, part).isLessThan(end);
        var key = watch.poll(200, TimeUnit.MILLISECONDS);
        if (key != null) {
          key.pollEvents();
          key.reset();
        }
      }
    }
  }
}
