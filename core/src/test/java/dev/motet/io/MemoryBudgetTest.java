package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What is taken is not there for others until it is given back.
class MemoryBudgetTest {
  @Test
  void givesNoMoreThanThereIs() {
    MemoryBudget budget = new MemoryBudget(100);

    assertThat(budget.take(60)).isTrue();
    assertThat(budget.take(41)).isFalse();
    assertThat(budget.take(40)).isTrue();
    assertThat(budget.take(1)).isFalse();
    budget.give(60);
    assertThat(budget.taken()).isEqualTo(40);
    assertThat(budget.take(60)).isTrue();
    assertThat(budget.take(Long.MAX_VALUE)).isFalse();
  }

  @Test
  void isAPartOfTheHeap() {
    MemoryBudget budget = MemoryBudget.ofHeap();

    assertThat(budget.take(Runtime.getRuntime().maxMemory() / 20)).isTrue();
    assertThat(budget.take(Runtime.getRuntime().maxMemory() / 20)).isFalse();
  }
}
