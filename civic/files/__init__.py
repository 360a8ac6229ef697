"""Files: handed in and looked through, made on demand, stored once by their content, swept when nothing has them."""
