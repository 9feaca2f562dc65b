package dev.motet.core;

/// Something that serves beside the proxying (DERP, resolved, ssm-api).
public interface Service extends Lifecycle {}
