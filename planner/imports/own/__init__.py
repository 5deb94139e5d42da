"""What the program itself wrote, and people bring back: inventories, purchase lists and requests for prices, registers.

recognising  which of our sheets a grid is, by its headers
inventory    rows of an inventory, kept as they are
purchases    purchase lists and filled-in requests for prices: offers, or licences that were bought
register     who holds a licence: people and machines, and the servers they reach
"""
