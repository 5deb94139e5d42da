"""What is bought and sold: packs, price breaks, stock, limits, and the nicest of equally cheap purchases."""
