package dev.motet.core;

/// An inbound and outbound in one (WireGuard, Tailscale).
public interface Endpoint extends Inbound, Outbound {}
