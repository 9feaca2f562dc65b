import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/// A Markdown table: a row for each figure, a column for each proxy, then Motet's ratios.
final class Report {
  private final List<Peer> peers;
  private final List<String> rows = new ArrayList<>();
  private boolean disturbed;

  Report(List<Peer> peers) {
    this.peers = peers;
    String names = peers.stream().map(Peer::name).collect(Collectors.joining(" | "));
    rows.add("| measure | " + names + " | ÷ sing-box | ÷ splice | target |");
    rows.add("|---" + "|---:".repeat(peers.size() + 2) + "|---|");
  }

  void add(Case c, Map<Peer, List<Map<String, Double>>> samples) {
    for (Figure figure : c.figures()) {
      Map<String, Double> medians = new HashMap<>();
      StringBuilder row = new StringBuilder("| " + c.name() + ", " + figure.name() + " |");
      for (Peer peer : peers) {
        List<Map<String, Double>> of = samples.getOrDefault(peer, List.of());
        double[] values = of.stream().mapToDouble(figure.of()).sorted().toArray();
        row.append(" ").append(cell(figure, values, of)).append(" |");
        medians.put(peer.name(), median(values));
      }
      double own = medians.getOrDefault(peers.getFirst().name(), Double.NaN);
      row.append(ratio(own, medians.get("sing-box"))).append(ratio(own, medians.get("splice")));
      rows.add(row.append(" ").append(figure.target()).append(" |").toString());
    }
  }

  private String cell(Figure figure, double[] sorted, List<Map<String, Double>> samples) {
    if (sorted.length == 0) {
      return "–";
    }
    String number = "%." + figure.digits() + "f";
    boolean noisy = samples.stream().anyMatch(s -> s.get("foreign") > Bench.MOST_FOREIGN);
    disturbed |= noisy;
    return String.format(
        Locale.ROOT,
        number + " (" + number + "–" + number + ")%s",
        median(sorted),
        sorted[0],
        sorted[sorted.length - 1],
        noisy ? "*" : "");
  }

  private static String ratio(double own, Double other) {
    return other == null || Double.isNaN(own / other)
        ? " – |"
        : String.format(Locale.ROOT, " %.2f |", own / other);
  }

  private static double median(double[] sorted) {
    int n = sorted.length;
    return DoubleStream.of(sorted).skip(Math.max(0, (n - 1) / 2)).limit(2 - n % 2).average()
        .orElse(Double.NaN);
  }

  void print() {
    rows.forEach(System.out::println);
    System.out.println();
    System.out.println("Medians (least–most). The ratios are those of " + peers.getFirst().name() + ".");
    if (disturbed) {
      System.out.println("* other processes took more than 10 % of the machine in some samples");
    }
  }
}
