package dev.motet.testkit;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;

/// A random source that repeats itself, so that an exchange can be replayed byte for byte: given
/// bytes first, then those of a seed.
public final class SeededRandom extends SecureRandom {
  private final Random rest;
  private byte[] first;

  public SeededRandom(long seed) {
    this(seed, new byte[0]);
  }

  public SeededRandom(long seed, byte[] first) {
    this.rest = new Random(seed);
    this.first = first;
  }

  @Override
  public synchronized void nextBytes(byte[] bytes) {
    int given = Math.min(first.length, bytes.length);
    byte[] drawn = new byte[bytes.length - given];
    rest.nextBytes(drawn);
    System.arraycopy(first, 0, bytes, 0, given);
    System.arraycopy(drawn, 0, bytes, given, drawn.length);
    first = Arrays.copyOfRange(first, given, first.length);
  }
}
