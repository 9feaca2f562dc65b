package dev.motet.sniff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.ByteReader;
import dev.motet.option.Sniffer;
import dev.motet.testkit.BitFlips;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What holds for every sniffer, whatever the bytes.
final class SnifferCheck {
  private SnifferCheck() {}

  /// Bytes of a stream are recognised once enough of them are there: before that the sniffer asks
  /// for more, after that nothing changes its mind. Damage never makes it throw.
  ///
  /// @return how many bytes it took
  static int recognises(StreamSniffer sniffer, byte[] stream, Sniffed expected) {
    int enough = -1;
    for (int length = 1; length <= stream.length; length++) {
      Sniffed said = sniffer.sniff(new ByteReader(stream, 0, length));
      if (enough < 0 && said instanceof Sniffed.Found) {
        enough = length;
      }
      assertThat(said)
          .as("after %d of %d bytes", length, stream.length)
          .isEqualTo(enough < 0 ? Sniffed.MORE : expected);
    }
    assertThat(enough).as("bytes needed").isPositive();
    assertThat(sniffer.sniff(new ByteReader(Arrays.copyOf(stream, stream.length + 100))))
        .as("with more bytes behind")
        .isEqualTo(expected);
    BitFlips.survivesEvery(stream, 1000, damaged -> sniffer.sniff(new ByteReader(damaged)));
    return enough;
  }

  /// The sniffer says no at some byte of the stream, and sticks to it.
  ///
  /// @return how many bytes it took
  static int refuses(StreamSniffer sniffer, byte[] stream) {
    int enough = -1;
    for (int length = 1; length <= stream.length; length++) {
      Sniffed said = sniffer.sniff(new ByteReader(stream, 0, length));
      if (enough < 0 && said instanceof Sniffed.No) {
        enough = length;
      }
      assertThat(said)
          .as("after %d of %d bytes", length, stream.length)
          .isEqualTo(enough < 0 ? Sniffed.MORE : Sniffed.NO);
    }
    assertThat(enough).as("bytes needed").isPositive();
    return enough;
  }

  static Sniffed found(Sniffer protocol, @Nullable String domain) {
    return new Sniffed.Found(protocol, domain, null);
  }
}
