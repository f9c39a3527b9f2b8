"""What several kinds of tests share: clients, servers, the network guard."""
