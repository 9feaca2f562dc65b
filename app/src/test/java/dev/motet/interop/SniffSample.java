package dev.motet.interop;

import dev.motet.option.Sniffer;
import dev.motet.quic.packet.QuicVersion;
import dev.motet.sniff.QuicHellos;
import dev.motet.testkit.HelloBytes;
import dev.motet.testkit.InitialBytes;
import dev.motet.testkit.Samples;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;

/// What a client says first: what real programs sent, and bytes close to the borders.
///
/// @param sniffers the ones to ask; empty for all
/// @param packets one for a stream
record SniffSample(String name, List<Sniffer> sniffers, List<byte[]> packets) {
  private static final List<Sniffer> ALL = List.of();

  /// sing-box stops at a packet that could be an answer of DNS, which those of NTP and DTLS often
  /// could: it finds these two only when it is asked for them.
  private static final List<Sniffer> LAST = List.of(Sniffer.DTLS, Sniffer.NTP);

  static final List<List<Sniffer>> LISTS = List.of(ALL, LAST);

  static List<SniffSample> streams() {
    List<SniffSample> samples = new ArrayList<>();
    for (String name :
        new String[] {
          "tls-openssl13",
          "tls-openssl12",
          "tls-noname",
          "tls-curl",
          "tls-chromium",
          "tls-go",
          "tls-java",
          "http-curl",
          "http-connect-curl",
          "http-proxy-curl",
          "http2-curl",
          "ssh-openssh"
        }) {
      samples.add(new SniffSample(name, ALL, Samples.packets(name)));
    }
    byte[] hello = new HelloBytes().serverName("cut.example").records(20);
    samples.add(new SniffSample("hello in records", ALL, List.of(hello)));
    for (String request :
        new String[] {
          "GET / HTTP/1.1\r\nHost: 192.0.2.1:80\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: [2001:db8::1]:80\r\n\r\n",
          "GET http://u@a.example:8/ HTTP/1.1\r\nHost: b.example\r\n\r\n",
          "GET / HTTP/1.1\nHost: a.example\n\n",
          "get / HTTP/9.9\r\n\r\n",
          "GET x:// HTTP/1.1\r\nHost: a.example\r\n\r\n",
          "GET / HTTP/1.1\r\nA: b\r\n c\r\nHost: a.example\r\n\r\n",
          "GET x HTTP/1.1\r\n\r\n",
          "SSH-2.0-dropbear_2022.83\n",
          "SSH-2.0-without an end",
          "SSH-1.99-x\r\n",
          "\u0013BitTorrent protocol\0\0\0\0",
          "\u0013BitTorrent protocox\0\0\0\0",
        }) {
      samples.add(stream(request, request.getBytes(StandardCharsets.ISO_8859_1)));
    }
    for (String hex :
        new String[] {
          "001d 1234 0100 0001 0000 0000 0000 07 6578616d706c65 03 6f7267 00 0001 0001",
          "001e 1234 0100 0001 0000 0000 0000 07 6578616d706c65 03 6f7267 00 0001 0001",
          "0300 0013 0ee0 0000 0000 00 01 00 0800 03000000",
          "0300 0014 0fe0 0000 0000 00 01 00 0800 03000000",
          "0300 0013 0ee0 0000 0000 00 02 00 0800 03000000",
          "0001",
          "80ff 0102 0304 0506",
        }) {
      samples.add(stream(hex, hex(hex)));
    }
    return samples;
  }

  static List<SniffSample> associations() {
    List<SniffSample> samples = new ArrayList<>();
    for (String name :
        new String[] {
          "quic-chromium",
          "quic-firefox",
          "quic-firefox-x25519",
          "quic-go",
          "quic-go-x25519",
          "quic-aioquic",
          "quic-aioquic-v2",
          "quic-ngtcp2"
        }) {
      List<byte[]> packets = Samples.packets(name);
      samples.add(new SniffSample(name, ALL, packets));
      samples.add(new SniffSample(name + " out of order", ALL, packets.reversed()));
    }
    addLayouts(samples, "plain", QuicHellos.plain());
    addLayouts(samples, "safari", QuicHellos.safari());
    addLayouts(samples, "private relay", QuicHellos.privateRelay());
    addLayouts(samples, "chrome 115", QuicHellos.chrome115());
    for (QuicVersion version : QuicVersion.values()) {
      samples.add(
          quic(
              version.toString(),
              packet -> packet.version(version).crypto(0, QuicHellos.plain()).padding(900)));
    }
    for (String hex :
        new String[] {
          "1234 0100 0001 0000 0000 0000 07 6578616d706c65 03 6f7267 00 0001 0001",
          "1234 0100 0001 0000 0000 0001 00 0002 0001 00 0029 1000 00000000 0000",
          "0001 0008 2112a442 000102030405060708090a0b 0011 0004 01020304",
          "0001 0009 2112a442 000102030405060708090a0b 0011 0004 01020304",
          "41 00 aabb 00000001 00000000 00100000 0001 0000",
          "21 02 aabb 00000001 00000000 00100000 0001 0000 01 02 ffff 00 01 00",
          "51 00 aabb 00000001 00000000 00100000 0001 0000",
          "0000041727101980 00000000 12345678",
          "01020304",
        }) {
      samples.add(new SniffSample(hex, ALL, List.of(hex(hex))));
    }
    for (String hex :
        new String[] {
          "16 fefd 0000 000000000000 0004 01000000",
          "14 feff 0000 000000000000 0001 01",
          "18 fefd 0000 000000000000 0001 01",
          "16 fefc 0000 000000000000 0001 01",
        }) {
      samples.add(new SniffSample(hex, LAST, List.of(hex(hex))));
    }
    for (String hex :
        new String[] {
          "23 00 06 ec 00000000 00000000",
          "1b 00 06 ec 00100000 00100000",
          "23 00 06 ec 00100001 00000000",
          "13 00 06 ec 00000000 00000000",
          "24 00 06 ec 00000000 00000000",
        }) {
      samples.add(new SniffSample(hex, LAST, List.of(Arrays.copyOf(hex(hex), 48))));
    }
    return samples;
  }

  private static void addLayouts(List<SniffSample> samples, String name, byte[] hello) {
    samples.add(quic(name + " alone", packet -> packet.crypto(0, hello)));
    samples.add(quic(name + ", padding", packet -> packet.crypto(0, hello).padding(900)));
    samples.add(quic("padding, " + name, packet -> packet.padding(900).crypto(0, hello)));
    samples.add(quic(name + ", ping", packet -> packet.crypto(0, hello).ping().padding(900)));
    samples.add(
        quic(
            name + " in pieces",
            packet -> packet.crypto(hello, 40, hello.length).padding(900).crypto(hello, 0, 40)));
  }

  private static SniffSample quic(String name, UnaryOperator<InitialBytes> frames) {
    return new SniffSample(name, ALL, List.of(frames.apply(new InitialBytes()).bytes()));
  }

  private static SniffSample stream(String name, byte[] bytes) {
    return new SniffSample(name, ALL, List.of(bytes));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
