package dev.motet.engine;

import dev.motet.core.ComponentType;
import dev.motet.core.Endpoint;
import dev.motet.core.Inbound;
import dev.motet.core.Outbound;
import dev.motet.core.Service;
import dev.motet.dns.server.DnsServer;
import dev.motet.dns.server.HostsServer;
import dev.motet.dns.server.LocalServer;
import dev.motet.dns.server.TcpServer;
import dev.motet.dns.server.UdpServer;
import dev.motet.protocol.block.BlockOutbound;
import dev.motet.protocol.direct.DirectInbound;
import dev.motet.protocol.direct.DirectOutbound;
import dev.motet.protocol.group.Fallback;
import dev.motet.protocol.group.LoadBalance;
import dev.motet.protocol.group.Selector;
import dev.motet.protocol.group.UrlTest;
import dev.motet.protocol.http.HttpInbound;
import dev.motet.protocol.http.HttpOutbound;
import dev.motet.protocol.mixed.MixedInbound;
import dev.motet.protocol.shadowtls.ShadowTlsInbound;
import dev.motet.protocol.shadowtls.ShadowTlsOutbound;
import dev.motet.protocol.socks.SocksInbound;
import dev.motet.protocol.socks.SocksOutbound;
import java.util.List;

/// The one list of everything a configuration can name as a `type`. A new protocol is one package
/// and one line for each direction here.
public final class Protocols {
  private Protocols() {}

  public static final List<ComponentType<?, ? extends Inbound>> INBOUNDS =
      List.of(
          DirectInbound.TYPE,
          SocksInbound.TYPE,
          HttpInbound.TYPE,
          MixedInbound.TYPE,
          ShadowTlsInbound.TYPE);

  public static final List<ComponentType<?, ? extends Outbound>> OUTBOUNDS =
      List.of(
          DirectOutbound.TYPE,
          BlockOutbound.TYPE,
          SocksOutbound.TYPE,
          HttpOutbound.TYPE,
          ShadowTlsOutbound.TYPE,
          Selector.TYPE,
          UrlTest.TYPE,
          Fallback.TYPE,
          LoadBalance.TYPE);

  public static final List<ComponentType<?, ? extends Endpoint>> ENDPOINTS = List.of();

  public static final List<ComponentType<?, ? extends Service>> SERVICES = List.of();

  public static final List<ComponentType<?, ? extends DnsServer>> DNS_SERVERS =
      List.of(LocalServer.TYPE, HostsServer.TYPE, UdpServer.TYPE, TcpServer.TYPE);

  /// Types that sing-box configurations may name and that are not built yet: reported as such.
  static final List<String> UNBUILT_INBOUNDS =
      List.of(
          "shadowsocks",
          "vmess",
          "vless",
          "trojan",
          "naive",
          "anytls",
          "hysteria",
          "hysteria2",
          "tuic",
          "redirect",
          "tproxy",
          "tun");

  static final List<String> UNBUILT_OUTBOUNDS =
      List.of(
          "dns",
          "shadowsocks",
          "vmess",
          "vless",
          "trojan",
          "naive",
          "hysteria",
          "hysteria2",
          "tuic",
          "anytls",
          "ssh",
          "tor",
          "wireguard");

  static final List<String> UNBUILT_ENDPOINTS = List.of("wireguard", "tailscale");

  static final List<String> UNBUILT_DNS_SERVERS =
      List.of("tls", "quic", "https", "h3", "dhcp", "fakeip", "tailscale", "resolved");

  static final List<String> UNBUILT_SERVICES =
      List.of("derp", "resolved", "ssm-api", "ccm", "ocm", "oom-killer");
}
