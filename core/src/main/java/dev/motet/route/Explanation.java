package dev.motet.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the rules would do with a session, and why.
///
/// @param snapshot number of the rules that were asked
/// @param steps the rules tried, in order; what an inbound asks for before all rules comes first
public record Explanation(Question question, long snapshot, List<Step> steps, Outcome outcome) {

  /// One rule.
  ///
  /// @param rule its id: `route.rules[3] (config.json:12:5)`
  /// @param words its conditions and action as the log shows them
  /// @param failed the first condition that did not hold; null when the rule matched
  /// @param entries ids of the rules in rule-sets that it matched by
  /// @param notes what its action did, or would do
  public record Step(
      String rule,
      String words,
      @Nullable String failed,
      List<String> entries,
      List<String> notes) {
    public boolean matched() {
      return failed == null;
    }

    static Step of(Map<?, ?> json) {
      return new Step(
          text(json, "rule"),
          text(json, "words"),
          json.get("failed") instanceof String failed ? failed : null,
          texts(json, "entries"),
          texts(json, "notes"));
    }

    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("rule", rule);
      json.put("words", words);
      json.put("matched", matched());
      if (failed != null) {
        json.put("failed", failed);
      }
      json.put("entries", entries);
      json.put("notes", notes);
      return json;
    }
  }

  /// What becomes of a session.
  public enum Kind {
    ROUTE,
    REJECT,
    DROP,
    HIJACK_DNS,
    /// Another inbound serves it.
    DETOUR,
    /// It is refused because it cannot be served.
    IMPOSSIBLE;

    static Kind of(String text) {
      for (Kind kind : values()) {
        if (kind.toString().equals(text)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("unknown action \"" + text + "\"");
    }

    /// As the configuration writes it: `hijack-dns`.
    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /// The decision.
  ///
  /// @param rule id of the deciding rule; `final` when none matched, `none` when none was asked
  /// @param target tag of the outbound, or of the inbound that serves it; null for none
  /// @param destination what the outbound is asked for
  /// @param resolved addresses that rules found for it
  /// @param why it is impossible; null when it is not
  public record Outcome(
      Kind kind,
      String rule,
      @Nullable String target,
      String destination,
      List<String> resolved,
      @Nullable String why) {
    static Outcome of(Map<?, ?> json) {
      Kind kind = Kind.of(text(json, "action"));
      return new Outcome(
          kind,
          text(json, "rule"),
          json.get(targetOf(kind)) instanceof String target ? target : null,
          text(json, "destination"),
          texts(json, "resolved"),
          json.get("why") instanceof String why ? why : null);
    }

    private static String targetOf(Kind kind) {
      return kind == Kind.DETOUR ? "inbound" : "outbound";
    }

    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("action", kind.toString());
      json.put("rule", rule);
      if (target != null) {
        json.put(targetOf(kind), target);
      }
      json.put("destination", destination);
      json.put("resolved", resolved);
      if (why != null) {
        json.put("why", why);
      }
      return json;
    }

    /// `route to outbound "far" by route.rules[3] (config.json:12:5): example.org:443`.
    @Override
    public String toString() {
      String to = target == null ? "" : " to " + targetOf(kind) + " \"" + target + "\"";
      String by = rule.equals("none") ? "" : " by " + rule;
      String what = kind == Kind.IMPOSSIBLE ? why : destination;
      String addresses = resolved.isEmpty() ? "" : " " + resolved;
      return kind + to + by + ": " + what + addresses;
    }
  }

  /// What [#json] gave, as `PlainJson` reads it.
  ///
  /// @throws IllegalArgumentException when it is something else
  public static Explanation of(Map<?, ?> json) {
    Map<String, Object> question = new LinkedHashMap<>();
    object(json, "question").forEach((name, value) -> question.put(String.valueOf(name), value));
    if (!(json.get("snapshot") instanceof Number snapshot)
        || !(json.get("steps") instanceof List<?> list)) {
      throw new IllegalArgumentException("no explanation (expected: \"snapshot\" and \"steps\")");
    }
    List<Step> steps = new ArrayList<>();
    for (Object step : list) {
      steps.add(Step.of(step instanceof Map<?, ?> map ? map : Map.of()));
    }
    return new Explanation(
        Question.of(question), snapshot.longValue(), steps, Outcome.of(object(json, "decision")));
  }

  private static Map<?, ?> object(Map<?, ?> json, String name) {
    if (json.get(name) instanceof Map<?, ?> object) {
      return object;
    }
    throw new IllegalArgumentException("no \"" + name + "\" (expected: an object)");
  }

  private static String text(Map<?, ?> json, String name) {
    if (json.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("no \"" + name + "\" (expected: a text)");
  }

  private static List<String> texts(Map<?, ?> json, String name) {
    return json.get(name) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  /// For programs.
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("question", question.fields());
    json.put("snapshot", snapshot);
    json.put("steps", steps.stream().map(Step::json).toList());
    json.put("decision", outcome.json());
    return json;
  }

  /// For people: a line for each rule, what is to be said of it below.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Step step : steps) {
      lines.add((step.matched() ? "+ " : "- ") + step.rule() + ": " + step.words());
      if (step.failed() != null) {
        lines.add("    does not match: " + step.failed());
      }
      step.entries().forEach(entry -> lines.add("    matches by " + entry));
      step.notes().forEach(note -> lines.add("    " + note));
    }
    lines.add("= " + outcome);
    return lines;
  }
}
