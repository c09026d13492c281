//! gateway-sim
