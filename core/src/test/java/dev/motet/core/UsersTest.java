package dev.motet.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.option.UserOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
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

  /// Many long passwords make the comparison all of the work, and the least of many runs in turn is
  /// that work without what else the machine does. Where it depends on what is secret, the times
  /// differ by much more than the bound.
  @Test
  void theTimeTellsNeitherWhetherAUserExistsNorHowLongAPasswordIs() {
    String given = "x".repeat(1 << 18);
    List<UserOptions> options = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      options.add(new UserOptions("short", "s" + i));
      options.add(new UserOptions("long", "y".repeat(1 << 18)));
    }
    Users many = new Users(options);
    long[] least = {Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE};
    for (int round = 0; round < 30; round++) {
      int kind = 0;
      for (String name : List.of("short", "long", "nobody")) {
        long start = System.nanoTime();
        assertThat(many.accepts(name, given)).isFalse();
        least[kind] = Math.min(least[kind], System.nanoTime() - start);
        kind++;
      }
    }
    assertThat(LongStream.of(least).max().orElse(0))
        .as("ns for short passwords, long ones, nobody: %s", Arrays.toString(least))
        .isLessThan(4 * LongStream.of(least).min().orElse(0));
  }
}
