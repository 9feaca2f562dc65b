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
    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("action", kind.toString());
      json.put("rule", rule);
      if (target != null) {
        json.put(kind == Kind.DETOUR ? "inbound" : "outbound", target);
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
      String to =
          target == null
              ? ""
              : " to " + (kind == Kind.DETOUR ? "inbound" : "outbound") + " \"" + target + "\"";
      String by = rule.equals("none") ? "" : " by " + rule;
      String what = kind == Kind.IMPOSSIBLE ? why : destination;
      String addresses = resolved.isEmpty() ? "" : " " + resolved;
      return kind + to + by + ": " + what + addresses;
    }
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
