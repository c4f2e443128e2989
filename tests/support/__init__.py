"""What the tests share: instances, repositories, servers and months to sign."""
