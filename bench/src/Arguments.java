import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The command line of `bench/run`.
final class Arguments {
  boolean quick;
  int rounds = 4;
  final List<String> only = new ArrayList<>();
  final List<String> peers = new ArrayList<>();
  final Map<String, String> also = new LinkedHashMap<>();

  static Arguments parse(String[] words) {
    Arguments a = new Arguments();
    for (int i = 0; i < words.length; i++) {
      String word = words[i];
      if (word.equals("--quick")) {
        a.quick = true;
        a.rounds = 2;
        continue;
      }
      if (i + 1 == words.length) {
        throw new IllegalArgumentException("option \"" + word + "\" (see bench/run --help)");
      }
      String value = words[++i];
      switch (word) {
        case "--only" -> a.only.addAll(List.of(value.split(",")));
        case "--peers" -> a.peers.addAll(List.of(value.split(",")));
        case "--rounds" -> a.rounds = Integer.parseInt(value);
        case "--also" -> a.also.put(value.split("=", 2)[0], value.split("=", 2)[1]);
        default ->
            throw new IllegalArgumentException("option \"" + word + "\" (see bench/run --help)");
      }
    }
    return a;
  }

  boolean wants(Case c) {
    return only.isEmpty() || only.stream().anyMatch(c.name()::startsWith);
  }
}
