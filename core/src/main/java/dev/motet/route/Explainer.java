package dev.motet.route;

import dev.motet.core.Dns;
import dev.motet.core.Session;
import dev.motet.io.Destination;
import dev.motet.io.IpLiteral;
import dev.motet.option.ListenOptions;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says what the rules of a snapshot would do with a session, by having a supposed one judged.
public final class Explainer {
  private Explainer() {}

  /// @param dns looks names up where the question wants that; blocks then
  /// @throws IllegalArgumentException when the question names an inbound or protocol that is not
  ///   there; the message is for the user
  public static Explanation explain(Snapshot snapshot, Question question, Dns dns) {
    ListenOptions listen = listen(snapshot, question.inbound());
    String detour = snapshot.detourOf(question.inbound());
    if (detour != null) {
      return new Explanation(
          question,
          snapshot.number(),
          List.of(),
          new Explanation.Outcome(
              Explanation.Kind.DETOUR,
              "none",
              detour,
              question.destination().toString(),
              List.of(),
              null));
    }
    var facts =
        new Session.Facts(
            0,
            question.inbound(),
            "",
            question.network(),
            question.source(),
            question.destination(),
            question.user());
    Candidate candidate = Candidate.supposed(facts, listen);
    SupposedHearing hearing = new SupposedHearing(question, question.resolve() ? dns : null);
    Ruling ruling;
    try {
      ruling = Judge.judge(snapshot, candidate, hearing);
    } catch (IOException e) {
      throw new IllegalStateException("nobody is there who could be gone", e);
    }
    return new Explanation(
        question, snapshot.number(), hearing.steps(), outcome(ruling, candidate));
  }

  private static @Nullable ListenOptions listen(Snapshot snapshot, String inbound) {
    if (!inbound.isEmpty() && snapshot.inbound(inbound) == null) {
      throw new IllegalArgumentException(
          "inbound not found: "
              + inbound
              + " (known: "
              + String.join(", ", snapshot.inbounds())
              + ")");
    }
    return snapshot.listenOf(inbound);
  }

  private static Explanation.Outcome outcome(Ruling ruling, Candidate candidate) {
    Destination to = candidate.destination();
    Explanation.Kind kind =
        switch (ruling) {
          case Ruling.Way _ -> Explanation.Kind.ROUTE;
          case Ruling.Rejected r when r.action().drop() -> Explanation.Kind.DROP;
          case Ruling.Rejected _ -> Explanation.Kind.REJECT;
          case Ruling.HijackDns _ -> Explanation.Kind.HIJACK_DNS;
          case Ruling.Impossible _ -> Explanation.Kind.IMPOSSIBLE;
        };
    return new Explanation.Outcome(
        kind,
        ruling.rule(),
        ruling instanceof Ruling.Way way ? way.way().tag() : null,
        to.toString(),
        candidate.resolved().stream().map(IpLiteral::text).toList(),
        ruling instanceof Ruling.Impossible i ? i.cause().getMessage() : null);
  }
}
