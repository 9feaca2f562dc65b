package dev.motet.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.option.UserOptions;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// Who may log in, and what the time of an answer tells.
class UsersTest {
  private final Users users =
      new Users(
          List.of(
              new UserOptions("alice", "wonderland"),
              new UserOptions("bob", "hunter2"),
              new UserOptions("alice", "looking glass"),
              new UserOptions("eve", "")));

  @Test
  void acceptsEachPasswordOfAUserAndNoOther() {
    assertThat(users.accepts("alice", "wonderland")).isTrue();
    assertThat(users.accepts("alice", "looking glass")).isTrue();
    assertThat(users.accepts("bob", "hunter2")).isTrue();
    assertThat(users.accepts("eve", "")).isTrue();
    assertThat(users.accepts("alice", "hunter2")).isFalse();
    assertThat(users.accepts("alice", "wonderlan")).isFalse();
    assertThat(users.accepts("alice", "wonderlandx")).isFalse();
    assertThat(users.accepts("alice", "")).isFalse();
    assertThat(users.accepts("eve", "\0")).isFalse();
  }

  @Test
  void nobodyElsePasses() {
    for (String password : new String[] {"", "\0", "x", "wonderland"}) {
      assertThat(users.accepts("mallory", password)).as(password).isFalse();
      assertThat(users.accepts("", password)).as(password).isFalse();
    }
    assertThat(new Users(List.of()).accepts("", "")).isFalse();
  }

  /// A long password makes the comparison most of the work; the least of many runs is the work
  /// without what else the machine does.
  @Test
  void theTimeTellsNeitherWhetherAUserExistsNorHowLongAPasswordIs() {
    String given = "x".repeat(1 << 20);
    Users long1 = new Users(List.of(new UserOptions("short", "s"), new UserOptions("long", given)));
    long known = least(() -> !long1.accepts("short", given));
    long exact = least(() -> long1.accepts("long", given));
    long unknown = least(() -> !long1.accepts("nobody", given));
    assertThat(unknown).as("ns, a known user takes %d", known).isBetween(known / 2, known * 2);
    assertThat(exact).as("ns, a short password takes %d", known).isBetween(known / 2, known * 2);
  }

  private static long least(BooleanSupplier call) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 40; i++) {
      long start = System.nanoTime();
      assertThat(call.getAsBoolean()).isTrue();
      least = Math.min(least, System.nanoTime() - start);
    }
    return least;
  }
}
