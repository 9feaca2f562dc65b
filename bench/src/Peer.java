import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A proxy: its command on a port, and whether it is a JVM that has to warm up.
record Peer(String name, boolean udp, boolean jvm, List<String> command, int port) {
  Process start() throws IOException {
    Path log = Bench.WORK.resolve(name + ".log");
    boolean talkative = name.equals("microsocks"); // reports every connection
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(talkative ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.to(log.toFile()))
        .start();
  }
}
