"""python -m loci_client is the command line."""

from loci_client.terminal import main

main()
