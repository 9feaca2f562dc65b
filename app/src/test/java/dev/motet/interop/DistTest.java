package dev.motet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.Repository;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `./motet dist` in a copy of the source tree, and what it packs: unpacked elsewhere and run with
/// an empty environment, whose PATH holds no program at all. Tagged as a long proof, since it
/// builds.
@Tag("soak")
@EnabledOnOs(OS.LINUX)
class DistTest {
  private static final int BUILD_MINUTES = 6;

  private static Path work;
  private static Path home;

  @BeforeAll
  @Timeout(value = BUILD_MINUTES + 1, unit = TimeUnit.MINUTES)
  static void packAndUnpack() throws Exception {
    work = Files.createTempDirectory("motet-dist").toRealPath();
    Path source = Files.createDirectory(work.resolve("source"));
    run(
        Repository.ROOT,
        "sh",
        "-c",
        "tar --exclude=target --exclude=./dist --exclude=./.git -cf - . | tar -C \"$1\" -xf -",
        "sh",
        source.toString());
    String said = run(source, "./motet", "dist");
    Path archive = Path.of(said.substring(said.lastIndexOf('\n') + 1));
    assertThat(archive).as(said).isRegularFile().hasExtension("gz");
    Path unpacked = Files.createDirectory(work.resolve("unpacked here"));
    run(unpacked, "tar", "-xzf", archive.toString());
    // nothing may lead back to where it was made
    delete(source);
    try (Stream<Path> folders = Files.list(unpacked)) {
      home = folders.toList().getFirst();
    }
  }

  @AfterAll
  static void deleteAll() throws IOException {
    delete(work);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /// @return what it said, without the last line feed
  private static String run(Path folder, String... command) throws Exception {
    Path log = Files.createTempFile(work, "run", ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = process.waitFor(BUILD_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String said = Files.readString(log).stripTrailing();
    assertThat(ended).as("%s ends: %s", List.of(command), said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  /// As on a machine where nothing is installed but a shell.
  private static PeerProcess motet(Path folder, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of("/usr/bin/env", "-i", "PATH=" + folder));
    command.add(home.resolve("bin/motet").toString());
    command.addAll(List.of(args));
    return PeerProcess.start(folder, Map.of(), command.toArray(String[]::new));
  }

  private static Path emptyFolder() throws IOException {
    return Files.createTempDirectory(work, "empty");
  }

  private static Path config(Path folder, String text) throws IOException {
    return Files.writeString(folder.resolve("c.json"), text);
  }

  @Test
  void tellsItsVersion() throws Exception {
    try (PeerProcess version = motet(emptyFolder(), "version")) {
      assertThat(version.awaitExit()).as(version.output()).isZero();
      assertThat(version.output()).startsWith("motet version ").contains("Inbounds: ");
    }
  }

  @Test
  void checksConfigurations() throws Exception {
    Path folder = emptyFolder();
    String good = config(folder, "{\"inbounds\":[{\"type\":\"socks\"}]}").toString();
    try (PeerProcess check = motet(folder, "check", "-c", good)) {
      assertThat(check.awaitExit()).as(check.output()).isZero();
      assertThat(check.output()).as("nothing is wrong, the cache neither").isEmpty();
    }
    String bad = config(folder, "{\"inbounds\":3}").toString();
    try (PeerProcess check = motet(folder, "check", "-c", bad)) {
      assertThat(check.awaitExit()).isEqualTo(1);
      assertThat(check.output()).contains("FATAL[0000] configuration with 1 error");
    }
  }

  @Test
  void servesARequest() throws Exception {
    Path folder = emptyFolder();
    int port = Ports.free();
    String text =
        "{\"inbounds\":[{\"type\":\"socks\",\"listen\":\"127.0.0.1\",\"listen_port\":%d}]}";
    Path file = config(folder, text.formatted(port));
    try (ServerSocket origin = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        PeerProcess _ = motet(folder, "run", "-c", file.toString()).awaitPort(port);
        Socket client = connect(port)) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      out.write(new byte[] {5, 1, 0});
      assertThat(in.readShort()).isEqualTo((short) 0x0500);
      byte[] request = {5, 1, 0, 1, 127, 0, 0, 1, 0, 0};
      out.write(ByteBuffer.wrap(request).putShort(8, (short) origin.getLocalPort()).array());
      assertThat(in.readNBytes(10)).startsWith(5, 0);
      try (Socket server = origin.accept()) {
        server.getOutputStream().write(42);
        assertThat(in.read()).isEqualTo(42);
      }
    }
  }

  private static Socket connect(int port) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
    client.setSoTimeout(60_000);
    return client;
  }

  /// `AOTMode=on` refuses to start without the cache.
  @ParameterizedTest
  @ValueSource(strings = {"Serial", "G1"})
  void theCacheFitsEachCollector(String collector) throws Exception {
    String said =
        run(
            emptyFolder(),
            "sh",
            "-c",
            """
            . "$1/lib/jvm.sh"; choose_flags; find_classes "$1/lib"
            "$1/jre/bin/java" $(echo "$jvm_flags" | sed "s/+Use[A-Za-z0-9]*GC/+Use$2GC/") -XX:AOTMode=on \
              -XX:AOTCache="$1/lib/motet.aot" -cp "$class_path" dev.motet.app.Main version -n
            """,
            "sh",
            home.toString(),
            collector);
    assertThat(said).matches("[0-9]+\\.[0-9]+\\.[0-9]+");
  }

  @Test
  void startsThroughALink() throws Exception {
    Path folder = emptyFolder();
    Path link = Files.createSymbolicLink(folder.resolve("motet"), home.resolve("bin/motet"));
    assertThat(run(folder, link.toString(), "version", "-n")).matches("[0-9.]+");
  }

  @Test
  void holdsWhatPackagersInstall() throws IOException {
    assertThat(home.resolve("completion/motet.bash")).content().contains("complete -F");
    assertThat(home.resolve("completion/motet.zsh")).content().startsWith("#compdef motet");
    assertThat(home.resolve("completion/motet.fish")).content().contains("complete -c motet");
    assertThat(home.resolve("systemd/motet.service"))
        .content()
        .contains("ExecStart=/opt/motet/bin/motet run ", "Type=notify");
    assertThat(home.resolve("LICENSE")).content().contains("Apache License");
    assertThat(home.resolve("docs/configuration.md")).isNotEmptyFile();
  }
}
