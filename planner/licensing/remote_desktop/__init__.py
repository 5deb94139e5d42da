"""Remote Desktop: deployments and their modes, licence servers, installation (rules R24 to R32, R35)."""
