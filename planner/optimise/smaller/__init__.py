"""The same costs with fewer holders: classes of equals, copied components, links."""
