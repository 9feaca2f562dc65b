package dev.motet.engine;

import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import org.jspecify.annotations.Nullable;

/// The random numbers of the JDK's choice, looked up when the first is wanted: the search among all
/// providers costs 15 ms of a start that needs none. Thread-safe.
final class LateRandom extends SecureRandom {
  private static final long serialVersionUID = 1;

  private final transient Chosen chosen;

  LateRandom() {
    this(new Chosen());
  }

  private LateRandom(Chosen chosen) {
    super(chosen, null);
    this.chosen = chosen;
  }

  /// Without the lock that the class above takes where it does not know its generator.
  @Override
  public void nextBytes(byte[] bytes) {
    chosen.random().nextBytes(bytes);
  }

  /// Two threads may both choose at first; either serves.
  private static final class Chosen extends SecureRandomSpi {
    private static final long serialVersionUID = 1;

    private transient volatile @Nullable SecureRandom random;

    SecureRandom random() {
      SecureRandom known = random;
      if (known == null) {
        known = new SecureRandom();
        random = known;
      }
      return known;
    }

    @Override
    protected void engineSetSeed(byte[] seed) {
      random().setSeed(seed);
    }

    @Override
    protected void engineNextBytes(byte[] bytes) {
      random().nextBytes(bytes);
    }

    @Override
    protected byte[] engineGenerateSeed(int bytes) {
      return random().generateSeed(bytes);
    }
  }
}
