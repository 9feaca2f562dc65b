package dev.motet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.engine.Inheritance.Owner;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a tag leaves to its next component.
class InheritanceTest {
  private static final Owner FIRST = new Owner("outbound", "selector", "a");
  private static final Owner SECOND = new Owner("outbound", "selector", "b");

  private final Inheritance inheritance = new Inheritance();

  @Test
  void theSameTagFindsWhatItLeft() {
    StringBuilder left = inheritance.of(FIRST, StringBuilder.class, StringBuilder::new);

    assertThat(inheritance.of(FIRST, StringBuilder.class, StringBuilder::new)).isSameAs(left);
    assertThat(inheritance.of(SECOND, StringBuilder.class, StringBuilder::new)).isNotSameAs(left);
    assertThat(
            inheritance.of(
                new Owner("outbound", "urltest", "a"), StringBuilder.class, StringBuilder::new))
        .isNotSameAs(left);
  }

  @Test
  void whatNobodyOwnsAnyMoreIsForgotten() {
    StringBuilder left = inheritance.of(FIRST, StringBuilder.class, StringBuilder::new);
    StringBuilder kept = inheritance.of(SECOND, StringBuilder.class, StringBuilder::new);

    inheritance.keepOnly(Set.of(SECOND));

    assertThat(inheritance.of(FIRST, StringBuilder.class, StringBuilder::new)).isNotSameAs(left);
    assertThat(inheritance.of(SECOND, StringBuilder.class, StringBuilder::new)).isSameAs(kept);
  }
}
