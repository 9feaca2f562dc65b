import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A proxy: its command on a port, and whether it is a JVM that has to warm up.
///
/// @param environment variables beside those of this process
/// @param wraps can be told to send UDP on as a stream to itself
record Peer(
    String name,
    boolean udp,
    boolean jvm,
    boolean wraps,
    List<String> command,
    Map<String, String> environment,
    int port) {
  Process start() throws IOException {
    Path log = Bench.WORK.resolve(name + ".log");
    boolean talkative = name.equals("microsocks"); // reports every connection
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(talkative ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.to(log.toFile()))
        .start();
  }
}
