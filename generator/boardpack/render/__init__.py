"""From an analysed edition to pages, print HTML and charts; nothing here touches the outside."""
