package dev.motet.sniff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.ByteReader;
import dev.motet.testkit.InitialBytes;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Layouts of the packet that holds a whole hello, and hellos that make a difference; what is
/// expected is what sing-box 1.12 answers (`SniffInteropTest`).
class QuicClientTest {
  @Test
  void tellsClientsByTheLayoutOfTheirPacket() {
    byte[] hello = QuicHellos.plain();
    assertThat(client(packet -> packet.crypto(0, hello))).isEqualTo("firefox");
    assertThat(client(packet -> packet.crypto(0, hello).padding(900))).isEqualTo("unknown");
    assertThat(client(packet -> packet.padding(900).crypto(0, hello))).isEqualTo("quic-go");
    assertThat(client(packet -> packet.padding(9).crypto(0, hello).padding(9)))
        .isEqualTo("unknown");
    assertThat(client(packet -> packet.crypto(0, hello).ping())).isEqualTo("quic-go");
    assertThat(
            client(
                packet -> packet.crypto(hello, 40, hello.length).padding(9).crypto(hello, 0, 40)))
        .isEqualTo("quic-go");
  }

  @Test
  void tellsSafariByItsHello() {
    assertThat(client(packet -> packet.crypto(0, QuicHellos.safari()).padding(900)))
        .isEqualTo("safari");
    assertThat(client(packet -> packet.crypto(0, QuicHellos.privateRelay()).padding(900)))
        .isEqualTo("safari");
    assertThat(client(packet -> packet.padding(900).crypto(0, QuicHellos.safari())))
        .as("only with its layout")
        .isEqualTo("quic-go");
  }

  @Test
  void tellsChromeByItsHello() {
    byte[] hello = QuicHellos.chrome115();
    assertThat(client(packet -> packet.crypto(0, hello).ping())).isEqualTo("chromium");
    assertThat(client(packet -> packet.crypto(0, hello).padding(900)))
        .as("only with its layout")
        .isEqualTo("unknown");
  }

  private static String client(UnaryOperator<InitialBytes> frames) {
    byte[] packet = frames.apply(new InitialBytes()).bytes();
    return switch (new QuicSniffer().sniff(new ByteReader(packet))) {
      case Sniffed.Found found -> String.valueOf(found.client());
      case Sniffed other -> other.toString();
    };
  }
}
